//! What do spreadsheets read of the line of time? One row per event.

use csv::Writer;
use dossier::timeline::{Event, Timeline};

use super::{finished, safe};
use crate::report::Failure;

/// What the columns of `timeline --format csv` mean; a test holds it against [`HEAD`].
pub(crate) const COLUMNS: &str = "\
Columns of --format csv, one row per event, oldest first; what is not established is left out:
  case, known_at, rule_version   of the whole answer
  id                             unique; as in JSON
  kind                           one of the kinds of --kind
  date                           as published: a day, a month or a year
  date_from, date_to             the days that it can mean, or over which it goes on
  known                          the day from which it was public
  grade                          empty for what somebody only said, and for a publication
  stance                         of an answer or a withdrawal
  text                           the sentence; its [n] are numbered as in JSON
  marks                          what must be known with it, separated by \"; \"
  differs                        from what the speaker's words differ, separated by \"; \"
  differs_from                   ids of what they differ from, separated by blanks
  claims, documents, entities    ids, separated by blanks
  place                          where it stands in the case
Where a text, or what follows a semicolon in it, begins like a formula (= + - @), an apostrophe stands before it.";

const HEAD: [&str; 19] = [
    "case",
    "known_at",
    "rule_version",
    "id",
    "kind",
    "date",
    "date_from",
    "date_to",
    "known",
    "grade",
    "stance",
    "text",
    "marks",
    "differs",
    "differs_from",
    "claims",
    "documents",
    "entities",
    "place",
];

/// One row per event.
pub(crate) fn events(timeline: &Timeline) -> Result<Vec<u8>, Failure> {
    let mut sheet = Writer::from_writer(Vec::new());
    sheet.write_record(HEAD)?;
    for event in &timeline.events {
        sheet.write_record(cells(timeline, event).iter().map(|cell| safe(cell)))?;
    }
    finished(sheet)
}

fn cells(timeline: &Timeline, event: &Event) -> [String; HEAD.len()] {
    let (from, to) = event.days();
    let ids = |ids: Vec<String>| ids.join(" ");
    let differs: Vec<&str> = event.differs.iter().map(|differs| differs.text.as_str()).collect();
    [
        timeline.case.clone(),
        timeline.known_at.to_string(),
        timeline.rule_version.to_owned(),
        event.id.clone(),
        event.kind.as_str().to_owned(),
        event.date.to_string(),
        from.to_string(),
        to.to_string(),
        event.known.to_string(),
        event.grade.map(|grade| grade.to_string()).unwrap_or_default(),
        event.stance.map(|stance| stance.to_string()).unwrap_or_default(),
        event.sentence.text.clone(),
        event.marks.join("; "),
        differs.join("; "),
        ids(event.differs.iter().map(|differs| differs.event.clone()).collect()),
        ids(event.sentence.claims.iter().map(ToString::to_string).collect()),
        ids(event.documents.iter().map(ToString::to_string).collect()),
        ids(event.entities.iter().map(ToString::to_string).collect()),
        event.place.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_documented() {
        for column in HEAD {
            assert!(COLUMNS.contains(column), "{column}");
        }
    }
}
