//! What do spreadsheets read of money over time? One row per record of a company's holders, one per step of the clock.

use csv::Writer;
use dossier::rows::clock::{Against, Clock, ClockRow, Step};
use dossier::rows::holders::{Head, Holders, Position};
use dossier::rows::{Flag, Held, Named, SeriesEntry};
use model::{Amount, Day, Floor, Share};

use super::{finished, safe};
use crate::report::Failure;

/// What the columns of `holders --format csv` mean; a test holds it against [`HOLDERS_HEAD`].
pub(crate) const HOLDERS_COLUMNS: &str = "\
Columns of --format csv, one row per record:
  case, as_of, known_at, rule_version   of the whole answer
  company_id, company                   in which company
  public_established, public_corroborated, public_reported
                                        from when the company's part in the harm was public at each grade; empty for never
  kind                                  position, short, derivative, owns, finances or serves; never to be added
  holder_id, holder                     who
  capacity                              beneficial, manager, nominee or custodian; empty for what is no position
  role                                  as documented, for finances and serves
  date, known                           the day of which the record speaks, and that from which it was public
  held                                  false where a report no longer names the company
  current                               true where the record counts on the as-of day
  gone                                  why the position does not count on that day; empty where it does
  currency, amount_low, amount_high     as published; empty where the amount is unknown
  share_low, share_high                 part of the company, fractions from 0 to 1, rounding kept; empty where none is published
  quantity                              number of shares
  weight_low, weight_high               part of the holder's portfolio, fractions
  security                              the share class, where one is meant
  grade                                 of the record
  flags                                 what must be known with the position, separated by \"; \"
  managers                              who manages the holder, separated by \"; \"
  document                              id of the document that it was read from
  claim                                 for `daylight explain CASE ID`
Where a text, or what follows a semicolon in it, begins like a formula (= + - @), an apostrophe stands before it.";

const HOLDERS_HEAD: [&str; 33] = [
    "case",
    "as_of",
    "known_at",
    "rule_version",
    "company_id",
    "company",
    "public_established",
    "public_corroborated",
    "public_reported",
    "kind",
    "holder_id",
    "holder",
    "capacity",
    "role",
    "date",
    "known",
    "held",
    "current",
    "gone",
    "currency",
    "amount_low",
    "amount_high",
    "share_low",
    "share_high",
    "quantity",
    "weight_low",
    "weight_high",
    "security",
    "grade",
    "flags",
    "managers",
    "document",
    "claim",
];

/// What the columns of `clock --format csv` mean; a test holds it against [`CLOCK_HEAD`].
pub(crate) const CLOCK_COLUMNS: &str = "\
Columns of --format csv, one row per position, day of the evidence and record after it:
  case, as_of, known_at, rule_version   of the whole answer
  holder_id, holder                     who
  company_id, company                   in which company
  capacity                              beneficial, manager, nominee or custodian; never to be added
  security                              the share class, where several are told apart
  evidence_grade, evidence_date         the strictest grade that the company's part in the harm reached on that day
  evidence_withdrawn                    from when nothing of the evidence counts, because it was withdrawn; empty where it stands
  before_date                           the last record on or before that day; empty where there is none
  before_share_low, before_share_high   part of the company, fractions from 0 to 1, rounding kept
  before_quantity                       number of shares
  before_currency, before_low, before_high
                                        value as published
  after_date                            a record after that day; empty where there is none
  after_share_low, after_share_high, after_quantity, after_currency, after_low, after_high
                                        as above
  change                                more, first-seen, same, less, sold, not-told or no-record-after
  share_change_low, share_change_high   of the part of the company, fractions, rounding kept
  quantity_change                       of the number of shares, as published
  value_change_low, value_change_high   of the value in the currency of both; it includes the change of the price
  gone                                  why the position does not count on the as-of day; empty where it does
  before_document, after_document       ids of the documents that both were read from
Where a text, or what follows a semicolon in it, begins like a formula (= + - @), an apostrophe stands before it; numbers have none.";

const CLOCK_HEAD: [&str; 36] = [
    "case",
    "as_of",
    "known_at",
    "rule_version",
    "holder_id",
    "holder",
    "company_id",
    "company",
    "capacity",
    "security",
    "evidence_grade",
    "evidence_date",
    "evidence_withdrawn",
    "before_date",
    "before_share_low",
    "before_share_high",
    "before_quantity",
    "before_currency",
    "before_low",
    "before_high",
    "after_date",
    "after_share_low",
    "after_share_high",
    "after_quantity",
    "after_currency",
    "after_low",
    "after_high",
    "change",
    "share_change_low",
    "share_change_high",
    "quantity_change",
    "value_change_low",
    "value_change_high",
    "gone",
    "before_document",
    "after_document",
];

/// One row per record of a position, and one per link.
pub(crate) fn holders(found: &Holders) -> Result<Vec<u8>, Failure> {
    let mut sheet = Writer::from_writer(Vec::new());
    sheet.write_record(HOLDERS_HEAD)?;
    let document = |number: usize| found.sources.iter().find(|s| s.number == number).map(|s| s.document.clone()).unwrap_or_default();
    for position in &found.positions {
        for entry in &position.series.entries {
            let mut cells = line(found, "position", &position.holder, position.capacity.as_str(), "");
            cells.extend(record(position, entry));
            cells.push(document(entry.source));
            cells.push(entry.held.as_ref().map(|h| h.claim.to_string()).unwrap_or_default());
            sheet.write_record(cells.iter().map(|cell| safe(cell)))?;
        }
    }
    for apart in &found.apart {
        let cells = line(found, apart.instrument.as_str(), &apart.holder, apart.capacity.as_str(), "");
        let claim = apart.said.claims.first().map(ToString::to_string);
        sheet.write_record(linked(cells, apart.day, None, None, apart.grade.as_str(), claim).iter().map(|cell| safe(cell)))?;
    }
    for owner in &found.owners {
        let cells = line(found, "owns", &owner.owner, "", "");
        let claim = owner.said.claims.first().map(ToString::to_string);
        sheet.write_record(linked(cells, owner.since, None, owner.share, owner.grade.as_str(), claim).iter().map(|cell| safe(cell)))?;
    }
    for role in &found.roles {
        let cells = line(found, role.link, &role.who, "", role.role.as_deref().unwrap_or_default());
        let claim = role.said.claims.first().map(ToString::to_string);
        sheet.write_record(linked(cells, role.since, role.amount.as_ref(), None, role.grade.as_str(), claim).iter().map(|c| safe(c)))?;
    }
    finished(sheet)
}

/// One row per position, day of the evidence and record after it.
pub(crate) fn clock(clock: &Clock) -> Result<Vec<u8>, Failure> {
    let mut sheet = Writer::from_writer(Vec::new());
    sheet.write_record(CLOCK_HEAD)?;
    let document = |entry: Option<&SeriesEntry>| {
        let source = entry.and_then(|e| clock.sources.iter().find(|s| s.number == e.source));
        source.map(|s| s.document.clone()).unwrap_or_default()
    };
    for row in &clock.rows {
        for against in &row.against {
            let steps: Vec<Option<&Step>> = if against.steps.is_empty() { vec![None] } else { against.steps.iter().map(Some).collect() };
            for step in steps {
                let before = against.before.and_then(|at| row.entries.get(at));
                let after = step.and_then(|step| row.entries.get(step.entry));
                let mut cells = of_row(clock, row, against);
                cells.extend(side(before));
                cells.extend(side(after));
                // Numbers with a sign are numbers; only texts could be formulas.
                let mut cells: Vec<String> = cells.iter().map(|cell| safe(cell)).collect();
                cells.extend(changes(step));
                cells.extend([gone(row.gone.as_ref()), document(before), document(after)].map(|cell| safe(&cell)));
                sheet.write_record(cells)?;
            }
        }
    }
    finished(sheet)
}

fn of_answer(head: &Head) -> Vec<String> {
    vec![head.case.clone(), head.as_of.to_string(), head.known_at.to_string(), head.rule_version.to_owned()]
}

fn line(found: &Holders, kind: &str, holder: &Named, capacity: &str, role: &str) -> Vec<String> {
    let mut cells = of_answer(&found.head);
    cells.extend([found.company.id.to_string(), found.company.name.clone()]);
    for floor in Floor::ALL {
        let first = found.parts.iter().filter_map(|part| part.public_since[floor.index()]).min();
        cells.push(first.map(|day: Day| day.to_string()).unwrap_or_default());
    }
    cells.extend([kind.to_owned(), holder.id.to_string(), holder.name.clone(), capacity.to_owned(), role.to_owned()]);
    cells
}

/// The cells from `date` to `managers`.
fn record(position: &Position, entry: &SeriesEntry) -> Vec<String> {
    let held = entry.held.as_ref();
    let mut cells = vec![
        entry.day.to_string(),
        entry.known.to_string(),
        held.is_some().to_string(),
        entry.current.to_string(),
        gone(position.gone.as_ref()),
    ];
    cells.extend(money(held.and_then(|h| h.amount.as_ref())));
    cells.extend(ends(held.and_then(|h| h.share)));
    cells.push(quantity(held));
    cells.extend(ends(held.and_then(|h| h.weight)));
    cells.push(held.and_then(|h| h.security.clone()).unwrap_or_default());
    cells.push(entry.grade.to_string());
    let flags: Vec<&str> = position.flags.iter().map(|flag| flag.text.as_str()).collect();
    cells.push(flags.join("; "));
    let managers: Vec<&str> = position.managers.iter().map(|(manager, _)| manager.name.as_str()).collect();
    cells.push(managers.join("; "));
    cells
}

/// The cells from `date` on of what is no position over time.
fn linked(
    mut cells: Vec<String>,
    day: Day,
    amount: Option<&Amount>,
    share: Option<Share>,
    grade: &str,
    claim: Option<String>,
) -> Vec<String> {
    let none = String::new;
    cells.extend([day.to_string(), none(), none(), none(), none()]);
    cells.extend(money(amount));
    cells.extend(ends(share));
    cells.extend([none(), none(), none(), none(), grade.to_owned(), none(), none(), none(), claim.unwrap_or_default()]);
    cells
}

fn of_row(clock: &Clock, row: &ClockRow, against: &Against) -> Vec<String> {
    let mut cells = of_answer(&clock.head);
    cells.extend([
        row.holder.id.to_string(),
        row.holder.name.clone(),
        row.company.id.to_string(),
        row.company.name.clone(),
        row.capacity.as_str().to_owned(),
        row.security.clone().unwrap_or_default(),
        against.floor.as_str().to_owned(),
        against.day.to_string(),
        row.withdrawn.as_ref().map(|(day, _)| day.to_string()).unwrap_or_default(),
    ]);
    cells
}

/// Date, share, number of shares and value of a record; all empty where there is none.
fn side(entry: Option<&SeriesEntry>) -> Vec<String> {
    let held = entry.and_then(|e| e.held.as_ref());
    let mut cells = vec![entry.map(|e| e.day.to_string()).unwrap_or_default()];
    cells.extend(ends(held.and_then(|h| h.share)));
    cells.push(quantity(held));
    cells.extend(money(held.and_then(|h| h.amount.as_ref())));
    cells
}

fn changes(step: Option<&Step>) -> [String; 6] {
    let compared = step.map(|step| &step.compared);
    let share = compared.and_then(|c| c.share);
    let value = compared.and_then(|c| c.value);
    let tidy = |end: f64| ((end * 1e12).round() / 1e12).to_string();
    [
        compared.map_or("no-record-after", |c| c.moved.as_str()).to_owned(),
        share.map(|range| tidy(range.low)).unwrap_or_default(),
        share.map(|range| tidy(range.high)).unwrap_or_default(),
        compared.and_then(|c| c.quantity).map(|q| q.normalize().to_string()).unwrap_or_default(),
        value.map(|(low, ..)| low.normalize().to_string()).unwrap_or_default(),
        value.map(|(_, high, _)| high.normalize().to_string()).unwrap_or_default(),
    ]
}

fn gone(flag: Option<&Flag>) -> String {
    flag.map(|flag| flag.text.clone()).unwrap_or_default()
}

fn quantity(held: Option<&Held>) -> String {
    held.and_then(|h| h.quantity).map(|q| q.normalize().to_string()).unwrap_or_default()
}

fn money(amount: Option<&Amount>) -> [String; 3] {
    amount.map_or_else(Default::default, |a| {
        [a.currency().code().to_owned(), a.low().normalize().to_string(), a.high().normalize().to_string()]
    })
}

fn ends(share: Option<Share>) -> [String; 2] {
    let tidy = |end: f64| ((end * 1e12).round() / 1e12).to_string();
    share.map_or_else(Default::default, |share| [tidy(share.low()), tidy(share.high())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_documented() {
        for (head, told) in [(&HOLDERS_HEAD[..], HOLDERS_COLUMNS), (&CLOCK_HEAD[..], CLOCK_COLUMNS)] {
            for column in head {
                assert!(told.split([' ', ',', '\n']).any(|word| word == *column), "{column}");
            }
        }
    }
}
