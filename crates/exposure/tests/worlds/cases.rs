//! Random cases: a few entities and projects, and everything that can be said about them, in text and in data files.
//!
//! Each claim, document, report and answer is drawn from some bytes, so that a failing case shrinks to few and plain ones:
//! a byte of 0 is always the plainest choice.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use model::money::Decimal;
use model::{
    Amount, Basis, Capacity, Case, Citation, Claim, ClaimId, Credibility, Currency, Day, Document, DocumentId, Entity, EntityId, Harm,
    Instrument, Judgement, LinkKind, PartialDate, Place, Publisher, PublisherId, Rates, Reliability, Report, Response, Schema, Seen,
    Series, SeriesId, Share, Stance, Verdict,
};
use proptest::prelude::*;

use crate::reference::case::Asked;

/// Bytes of one drawn thing.
type Bytes = [u8; 32];

/// Draws choices from bytes, one after the other.
struct Draw<'a>(std::slice::Iter<'a, u8>);

impl Draw<'_> {
    fn of(bytes: &[u8]) -> Draw<'_> {
        Draw(bytes.iter())
    }

    fn byte(&mut self) -> usize {
        usize::from(*self.0.next().unwrap_or(&0))
    }

    fn from<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.byte() % choices.len()].clone()
    }

    /// True for so many bytes of 256, never for 0.
    fn chance(&mut self, of_256: usize) -> bool {
        self.byte() > 255 - of_256
    }
}

/// Days and partial dates on which things happen; a position of 2018-12-31 is 400 days old on 2020-02-04.
const DATES: [&str; 14] = [
    "2018-12-31",
    "2018-06-30",
    "2018",
    "2018-06",
    "2017-01-01",
    "2019-01-01",
    "2019-03-31",
    "2019-06-30",
    "2019",
    "2019-09",
    "2019-12-31",
    "2020-02-04",
    "2020-02-05",
    "2020",
];

const BODIES: [&str; 7] = ["c0", "c1", "c2", "c3", "f0", "f1", "m0"];
const PROJECTS: [&str; 3] = ["p0", "p1", "p2"];
const HARMS: [&str; 2] = ["h0", "h1"];
const DOCUMENTS: usize = 8;

fn date(text: &str) -> PartialDate {
    PartialDate::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    date(text).last()
}

fn entity(text: &str) -> EntityId {
    EntityId::parse(text).unwrap()
}

fn place() -> Place {
    Place::file("random")
}

/// A case and what is asked of it; prints itself in few lines.
#[derive(Clone)]
pub(crate) struct Random {
    pub(crate) case: Case,
    pub(crate) asked: Asked,
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { case, asked } = self;
        writeln!(f, "in {} as of {}, known at {}", case.currency.code(), asked.as_of, asked.known_at)?;
        let used = |d: &&Document| {
            let cited = case.claims.values().any(|c| c.cites.iter().any(|c| c.document == d.id));
            cited || case.series.values().any(|s| s.reports.iter().any(|r| r.document == d.id))
        };
        for d in case.documents.values().filter(used) {
            let known = d.known().map_or("never".to_owned(), |d| d.to_string());
            writeln!(f, "  {}: {} {:?} origin {} via {:?}, known {known}", d.id, d.publisher, d.seen, d.origin, d.via)?;
        }
        for s in case.series.values() {
            let reports: Vec<String> = s.reports.iter().map(|r| r.as_of.to_string()).collect();
            writeln!(f, "  {}: {} {} {:?} {}, reports {reports:?}", s.id, s.holder, s.capacity, s.basis, s.credibility.get())?;
        }
        for c in case.claims.values() {
            let (kind, object) = c.link.as_ref().map_or(("says", ""), |(k, o)| (k.as_str(), o.as_str()));
            let subjects: Vec<&str> = c.subjects.iter().map(EntityId::as_str).collect();
            write!(f, "  {}: {} {kind} {object}", c.id, subjects.join("+"))?;
            let texts = [
                ("amount", c.amount.map(|a| a.to_string())),
                ("share", c.share.map(|s| s.to_string())),
                ("votes", c.votes.map(|s| s.to_string())),
                ("control", c.control.then(String::new)),
                ("as", (c.kind() == Some(LinkKind::Holds)).then(|| format!("{} {:?}", c.capacity, c.instrument))),
                ("of", c.security.clone()),
                ("from", c.date.map(|d| d.to_string())),
                ("until", c.until.map(|d| d.to_string())),
                ("covers", (!c.covers.is_empty()).then(|| format!("{:?}", c.covers))),
                ("ends", (!c.ends.is_empty()).then(|| format!("{:?}", c.ends))),
            ];
            for (name, text) in texts.iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
                write!(f, ", {name} {text}")?;
            }
            for cite in &c.cites {
                write!(f, "; {} {} {} {}", cite.document, cite.basis.as_str(), cite.credibility.get(), cite.via.as_deref().unwrap_or(""))?;
            }
            writeln!(f, " -> {}", case.graded(c, asked.known_at).grade)?;
        }
        for r in &case.responses {
            writeln!(f, "  {} {} {:?} {:?}", r.date, r.stance, r.document, r.to)?;
        }
        for j in &case.judgements {
            writeln!(f, "  {} {} {}", j.left, j.verdict, j.right)?;
        }
        Ok(())
    }
}

/// Any case, and any question.
pub(crate) fn asked_case() -> impl Strategy<Value = Random> {
    (
        any::<Bytes>(),
        prop::collection::vec(any::<Bytes>(), DOCUMENTS),
        prop::collection::vec(any::<Bytes>(), 0..14),
        prop::collection::vec((any::<Bytes>(), prop::collection::vec(any::<[u8; 8]>(), 0..6)), 0..3),
        prop::collection::vec(any::<[u8; 8]>(), 0..4),
        prop::collection::vec(any::<[u8; 4]>(), 0..3),
    )
        .prop_map(|(base, documents, claims, series, responses, judgements)| {
            let mut draw = Draw::of(&base);
            let as_of = ["2019-12-31", "2018-12-31", "2019-06-30", "2020-02-04", "2020-02-05", "2020-12-31", "2018-06-29", "2021-03-01"];
            let asked = Asked {
                as_of: day(draw.from(&as_of)),
                known_at: if draw.chance(128) { day(draw.from(&DATES)) } else { day("2026-01-01") },
            };
            let mut case = empty(asked.as_of, draw.from(&[Currency::USD, Currency::USD, Currency::EUR]));
            for (k, bytes) in documents.iter().enumerate() {
                document(&mut case, k, bytes);
            }
            if !draw.chance(32) {
                foundation(&mut case);
            }
            let about = draw.from(&[About::Anything, About::OneStake, About::Anything, About::Managers]);
            for (k, (bytes, rows)) in series.iter().enumerate() {
                data_file(&mut case, k, bytes, rows, about);
            }
            let mut covered = BTreeSet::new();
            for (k, bytes) in claims.iter().enumerate() {
                claim(&mut case, k, bytes, &mut covered, about);
            }
            for bytes in &responses {
                response(&mut case, bytes);
            }
            for bytes in &judgements {
                judgement(&mut case, bytes);
            }
            Random { case, asked }
        })
}

fn empty(as_of: Day, currency: Currency) -> Case {
    let mut case = Case {
        name: "random".into(),
        title: "Random".into(),
        summary: String::new(),
        as_of,
        as_of_reason: String::new(),
        currency,
        contact: None,
        harms: Vec::new(),
        entities: BTreeMap::new(),
        publishers: BTreeMap::new(),
        documents: BTreeMap::new(),
        claims: BTreeMap::new(),
        responses: Vec::new(),
        judgements: Vec::new(),
        series: BTreeMap::new(),
        rates: Rates::default(),
    };
    for id in HARMS {
        let (title, text) = (id.to_owned(), String::new());
        let (id, group, place) = (entity(id), text.clone(), place());
        case.harms.push(Harm { id, title, summary: text.clone(), location: text, since: None, by: None, group, place });
    }
    let bodies = BODIES.map(|id| (id, Schema::Company));
    for (id, schema) in bodies.into_iter().chain(PROJECTS.map(|id| (id, Schema::Project))) {
        let (name, aliases, identifiers, id) = (id.to_owned(), Vec::new(), Vec::new(), entity(id));
        let found = Entity { id: id.clone(), schema, name, aliases, country: None, group: None, identifiers, role: None, place: place() };
        case.entities.insert(id, found);
    }
    for (id, reliability) in [("pa", Reliability::A), ("pb", Reliability::B), ("pc", Reliability::C), ("pd", Reliability::D)] {
        let (name, reason, id) = (id.to_owned(), String::new(), PublisherId::parse(id).unwrap());
        case.publishers.insert(id.clone(), Publisher { id, name, reliability, reason, place: place() });
    }
    let rates = [("2018-06-29", 11, 77), ("2018-12-31", 12, 78), ("2019-06-28", 13, 75), ("2019-12-31", 11, 79), ("2020-02-04", 10, 76)];
    for (of, usd, cny) in rates {
        case.rates.insert(day(of), Currency::USD, Decimal::new(usd, 1));
        case.rates.insert(day(of), Currency::CNY, Decimal::new(cny, 1));
    }
    case
}

fn document_id(k: usize) -> DocumentId {
    DocumentId::parse(&format!("d{k}")).unwrap()
}

fn publisher(draw: &mut Draw<'_>) -> PublisherId {
    PublisherId::parse(draw.from(&["pa", "pb", "pa", "pc", "pb", "pd"])).unwrap()
}

fn seen(draw: &mut Draw<'_>) -> Seen {
    if draw.chance(64) { draw.from(&Seen::ALL) } else { Seen::Original }
}

fn document(case: &mut Case, k: usize, bytes: &Bytes) {
    let mut draw = Draw::of(bytes);
    let id = document_id(k);
    let published = (!draw.chance(32)).then(|| date(if draw.chance(150) { draw.from(&DATES) } else { "2017-01-01" }));
    let found = Document {
        id: id.clone(),
        publisher: publisher(&mut draw),
        kind: "report".into(),
        title: id.to_string(),
        url: None,
        published,
        retrieved: Some(day(draw.from(&["2019-06-30", "2018-06-30", "2020-02-04", "2025-01-01"]))),
        origin: if draw.chance(100) { draw.from(&["d0", "d1", "o"]).to_owned() } else { id.to_string() },
        seen: seen(&mut draw),
        via: draw.chance(16).then(|| "somebody".to_owned()),
        archive: None,
        place: place(),
    };
    case.documents.insert(id, found);
}

fn cite(document: DocumentId, basis: Basis, credibility: i64, via: bool) -> Citation {
    let via = via.then(|| "somebody".to_owned());
    Citation { document, at: "1".into(), basis, credibility: Credibility::new(credibility).unwrap(), via, quote: None, place: place() }
}

fn blank(id: ClaimId, subjects: Vec<EntityId>, link: Option<(LinkKind, EntityId)>, cites: Vec<Citation>) -> Claim {
    Claim {
        id,
        subjects,
        says: link.is_none().then(|| "it is so".to_owned()),
        link,
        motive: None,
        role: None,
        involvement: None,
        amount: None,
        quantity: None,
        weight: None,
        share: None,
        votes: None,
        control: false,
        capacity: Capacity::Beneficial,
        instrument: Instrument::Long,
        security: None,
        date: None,
        until: None,
        modality: String::new(),
        covers: Vec::new(),
        ends: Vec::new(),
        cites,
        series: None,
        place: place(),
    }
}

/// A harm, a project that is part of it and a supplier, established long ago: most cases have something to look through to.
fn foundation(case: &mut Case) {
    let id = DocumentId::parse("award").unwrap();
    let (publisher, title) = (PublisherId::parse("pa").unwrap(), String::new());
    let (published, origin) = (Some(date("2016-01-01")), "award".to_owned());
    let (kind, seen, place) = ("contract".to_owned(), Seen::Original, place());
    let award = Document {
        id: id.clone(),
        publisher,
        kind,
        title,
        url: None,
        published,
        retrieved: None,
        origin,
        seen,
        via: None,
        archive: None,
        place,
    };
    case.documents.insert(id.clone(), award);
    for (claim, subject, kind, object) in [("nexus", "p0", LinkKind::PartOf, "h0"), ("supply", "c0", LinkKind::Supplies, "p0")] {
        let claim = ClaimId::parse(claim).unwrap();
        let cites = vec![cite(id.clone(), Basis::Act, 1, false)];
        let mut made = blank(claim.clone(), vec![entity(subject)], Some((kind, entity(object))), cites);
        made.amount = kind.flags().then(|| Amount::exact(Decimal::from(1000), case.currency).unwrap());
        case.claims.insert(claim, made);
    }
}

fn amount(draw: &mut Draw<'_>) -> Option<Amount> {
    if draw.chance(40) {
        return None;
    }
    let currency = draw.from(&[Currency::USD, Currency::USD, Currency::EUR, Currency::CNY, Currency::USD, Currency::GBP]);
    let low = Decimal::from(10 * (1 + draw.byte()));
    let more = if draw.chance(64) { Decimal::from(draw.byte()) } else { Decimal::ZERO };
    Some(Amount::new(low, low + more, currency).unwrap())
}

fn share(draw: &mut Draw<'_>) -> Option<Share> {
    let thousandths = |k: usize| f64::from(u32::try_from(k).unwrap()) / 1000.0;
    match draw.byte() % 8 {
        0 => Some(Share::new(0.5, 0.5).unwrap()),
        // Half, as published: the low is no majority, the high is one.
        1 => Some(Share::new(0.495, 0.505).unwrap()),
        2 | 3 => {
            let low = 4 * draw.byte() % 1001;
            Some(Share::new(thousandths(low), thousandths(low)).unwrap())
        }
        4 => {
            let low = 4 * draw.byte() % 1001;
            Some(Share::new(thousandths(low), thousandths((low + 2 * draw.byte()).min(1000))).unwrap())
        }
        5 => Some(Share::new(1.0, 1.0).unwrap()),
        _ => None,
    }
}

fn security(draw: &mut Draw<'_>) -> Option<String> {
    draw.chance(80).then(|| draw.from(&["a-shares", "h-shares"]).to_owned())
}

fn capacity(draw: &mut Draw<'_>) -> Capacity {
    if draw.chance(90) { draw.from(Capacity::ALL) } else { Capacity::Beneficial }
}

const KINDS: [LinkKind; 15] = [
    LinkKind::Owns,
    LinkKind::Holds,
    LinkKind::Supplies,
    LinkKind::Owns,
    LinkKind::Holds,
    LinkKind::Supplies,
    LinkKind::PartOf,
    LinkKind::Holds,
    LinkKind::Owns,
    LinkKind::Manages,
    LinkKind::Develops,
    LinkKind::Operates,
    LinkKind::Holds,
    LinkKind::Owns,
    LinkKind::Finances,
];

/// What most of a case's claims are about: rare rules need many records of one thing.
#[derive(Clone, Copy, PartialEq)]
enum About {
    Anything,
    /// Who has what in c0, said over and over again.
    OneStake,
    /// Who votes, controls and manages.
    Managers,
}

fn claim(case: &mut Case, k: usize, bytes: &Bytes, covered: &mut BTreeSet<ClaimId>, about: About) {
    let mut draw = Draw::of(bytes);
    let id = ClaimId::parse(&format!("k{k:02}")).unwrap();
    let mut cites: Vec<Citation> = Vec::new();
    for extra in [255, 120, 50] {
        if cites.is_empty() || draw.chance(extra) {
            let basis =
                draw.from(&[Basis::Act, Basis::Report, Basis::Admission, Basis::Report, Basis::Act, Basis::Finding, Basis::Commentary]);
            let (document, credibility) = (document_id(draw.byte() % DOCUMENTS), draw.from(&[1, 2, 2, 3, 1, 4]));
            if !cites.iter().any(|c| c.document == document) {
                cites.push(cite(document, basis, credibility, draw.chance(16)));
            }
        }
    }
    let kind = match about {
        About::Anything => draw.from(&KINDS),
        About::OneStake => draw.from(&[LinkKind::Holds, LinkKind::Owns, LinkKind::Holds]),
        About::Managers => draw.from(&[LinkKind::Owns, LinkKind::Holds, LinkKind::Manages]),
    };
    let is_end = draw.chance(24);
    let days: &[&str] = if about == About::OneStake { &DATES[..2] } else { &DATES };
    let when = if draw.chance(40) && !is_end { None } else { Some(date(draw.from(days))) };
    let until = draw.chance(24).then(|| date(draw.from(&DATES)));
    let (subject, object) = match kind {
        LinkKind::PartOf => (entity(draw.from(&PROJECTS)), entity(draw.from(&HARMS))),
        kind if kind.flags() => (entity(draw.from(&BODIES)), entity(draw.from(&PROJECTS))),
        LinkKind::Owns | LinkKind::Holds if about == About::OneStake => (entity(draw.from(&["f0", "f0", "f1"])), entity("c0")),
        LinkKind::Owns if about == About::Managers => (entity(draw.from(&["c1", "c2", "c3"])), entity(draw.from(&["m0", "c2", "c1"]))),
        LinkKind::Holds if about == About::Managers => (entity(draw.from(&["f0", "f1", "m0"])), entity("c0")),
        LinkKind::Manages => (entity(draw.from(&["m0", "c1", "m0", "f1"])), entity(draw.from(&["f0", "f1", "c2"]))),
        _ => (entity(draw.from(&["f0", "c1", "c2", "f1", "m0", "c3", "c0"])), entity(draw.from(&["c0", "c0", "c1", "c2", "c3"]))),
    };
    let mut made = blank(id.clone(), vec![subject], Some((kind, object)), cites);
    made.date = when;
    made.until = until;
    match kind {
        LinkKind::Owns => {
            made.share = share(&mut draw);
            made.votes = if draw.chance(if about == About::Managers { 200 } else { 110 }) { share(&mut draw) } else { None };
            // Seldom: an open question leaves `managed` out of such cases.
            made.control = draw.chance(8);
        }
        LinkKind::Holds => {
            made.share = if draw.chance(100) { share(&mut draw) } else { None };
            made.amount = amount(&mut draw);
            made.capacity = capacity(&mut draw);
            made.instrument = if draw.chance(16) { draw.from(Instrument::ALL) } else { Instrument::Long };
            made.security = security(&mut draw);
        }
        kind if kind.flags() => {
            made.amount = amount(&mut draw);
            if draw.chance(30) {
                let second = entity(draw.from(&BODIES));
                if !made.subjects.contains(&second) {
                    made.subjects.push(second);
                }
            }
            let earlier = case.claims.values().filter(|c| c.kind().is_some_and(LinkKind::flags)).map(|c| c.id.clone());
            let parts: Vec<ClaimId> = earlier.filter(|_| draw.chance(48)).collect();
            made.covers = parts.into_iter().filter(|part| covered.insert(part.clone())).collect();
        }
        _ => {}
    }
    if is_end {
        let others: Vec<ClaimId> = case.claims.values().filter(|c| c.series.is_none() && c.link.is_some()).map(|c| c.id.clone()).collect();
        if !others.is_empty() {
            made.ends.push(draw.from(&others));
        }
    }
    case.claims.insert(id, made);
}

/// The document that a report of a data file is.
fn filed(case: &mut Case, series: &SeriesId, id: &DocumentId, publisher: &PublisherId, published: PartialDate, seen: Seen) {
    let made = Document {
        id: id.clone(),
        publisher: publisher.clone(),
        kind: "dataset".to_owned(),
        title: id.to_string(),
        url: None,
        published: Some(published),
        retrieved: None,
        origin: series.to_string(),
        seen,
        via: None,
        archive: None,
        place: place(),
    };
    case.documents.insert(id.clone(), made);
}

/// A data file of positions: reports on one holder, and their rows.
fn data_file(case: &mut Case, k: usize, bytes: &Bytes, rows: &[[u8; 8]], about: About) {
    let mut draw = Draw::of(bytes);
    let id = SeriesId::parse(&format!("s{k}")).unwrap();
    let (holder, capacity) = (entity(draw.from(&["f0", "f1", "m0", "c1"])), capacity(&mut draw));
    let basis = draw.from(&[Basis::Act, Basis::Act, Basis::Report]);
    let (figure, publisher, seen) = (draw.from(&[1, 2, 3, 1, 4]), publisher(&mut draw), seen(&mut draw));
    let credibility = Credibility::new(figure).unwrap();
    let mut reports = Vec::new();
    for of in ["2018-06-30", "2018-12-31", "2019-06-30", "2019-12-31"] {
        if draw.chance(if about == About::OneStake { 180 } else { 100 }) {
            continue;
        }
        let as_of = day(of);
        let document = DocumentId::of_report(&id, as_of);
        let published = if draw.chance(64) { date(draw.from(&DATES)) } else { PartialDate::Day(as_of) };
        filed(case, &id, &document, &publisher, published, seen);
        // Most reports are whole and decided; some are extracts, some may name a company that nobody has judged.
        let undecided = if draw.chance(40) { BTreeSet::from([entity("c0")]) } else { BTreeSet::new() };
        reports.push(Report { as_of, document, complete: !draw.chance(40), undecided });
    }
    for (line, bytes) in (2..).zip(rows) {
        let mut draw = Draw::of(bytes);
        if reports.is_empty() {
            break;
        }
        let report = draw.from(&reports);
        let row = ClaimId::of_row(&id, line);
        let cites = vec![cite(report.document.clone(), basis, figure, false)];
        let company = entity(if about == About::Anything { draw.from(&["c0", "c0", "c1", "c2"]) } else { "c0" });
        let mut made = blank(row.clone(), vec![holder.clone()], Some((LinkKind::Holds, company)), cites);
        made.date = Some(PartialDate::Day(report.as_of));
        made.capacity = if draw.chance(24) { draw.from(Capacity::ALL) } else { capacity };
        made.security = security(&mut draw);
        made.share = if draw.chance(80) { Some(Share::new(0.25, 0.25).unwrap()) } else { None };
        made.amount = amount(&mut draw);
        made.series = Some(id.clone());
        case.claims.insert(row, made);
    }
    case.series.insert(id.clone(), Series { id, holder, capacity, basis, credibility, reports });
}

fn response(case: &mut Case, bytes: &[u8]) {
    let mut draw = Draw::of(bytes);
    let claims: Vec<ClaimId> = case.claims.keys().cloned().collect();
    let documents: Vec<DocumentId> = case.documents.keys().cloned().collect();
    if claims.is_empty() {
        return;
    }
    let withdraws = !draw.chance(64);
    let stance = if withdraws { Stance::Withdraws } else { draw.from(&[Stance::Denies, Stance::Disputes, Stance::NoReply]) };
    let document = withdraws.then(|| draw.from(&documents));
    let to = if withdraws && draw.chance(128) { Vec::new() } else { vec![draw.from(&claims)] };
    let date = date(draw.from(&DATES));
    case.responses.push(Response { to, by: "c0".into(), stance, says: None, date, document, cites: Vec::new(), place: place() });
}

fn judgement(case: &mut Case, bytes: &[u8]) {
    let mut draw = Draw::of(bytes);
    let verdict = draw.from(&[Verdict::Same, Verdict::Same, Verdict::Different, Verdict::Unsure]);
    let (left, right) =
        if draw.chance(80) { (draw.from(&PROJECTS), draw.from(&PROJECTS)) } else { (draw.from(&BODIES), draw.from(&BODIES)) };
    if left != right {
        let (left, right, reason) = (entity(left), entity(right), String::new());
        case.judgements.push(Judgement { left, right, verdict, reason, date: None, place: place() });
    }
}

/// A case of nothing but established contracts for the project of the foundation: id, subjects, amount, covers.
pub(crate) fn contract_case(contracts: &[(&str, &[&str], i64, &[&str])], same: &[(&str, &str)]) -> Case {
    let mut case = empty(day("2019-12-31"), Currency::USD);
    foundation(&mut case);
    case.claims.remove("supply");
    for (id, subjects, amount, covers) in contracts {
        let id = ClaimId::parse(id).unwrap();
        let cites = vec![cite(DocumentId::parse("award").unwrap(), Basis::Act, 1, false)];
        let link = Some((LinkKind::Supplies, entity("p0")));
        let mut made = blank(id.clone(), subjects.iter().map(|s| entity(s)).collect(), link, cites);
        made.amount = Some(Amount::exact(Decimal::from(*amount), Currency::USD).unwrap());
        made.covers = covers.iter().map(|id| ClaimId::parse(id).unwrap()).collect();
        case.claims.insert(id, made);
    }
    for (left, right) in same {
        let (left, right, reason) = (entity(left), entity(right), String::new());
        case.judgements.push(Judgement { left, right, verdict: Verdict::Same, reason, date: None, place: place() });
    }
    case
}

/// Two records of one stake of f1 in c0: 10, supported by d5 and by the filing d4, which was published in 2020 only; 20,
/// supported by d5's own filing. On what was known in 2019 the filing d4 is not there yet.
pub(crate) fn later_filing() -> Random {
    let mut case = contract_case(&[("supply", &["c0"], 1000, &[])], &[]);
    for (k, published) in [(4, "2020-02-04"), (5, "2017-01-01")] {
        document(&mut case, k, &[0; 32]);
        case.documents.get_mut(&document_id(k)).unwrap().published = Some(date(published));
    }
    let (admission, act) = (Basis::Admission, Basis::Act);
    for (id, amount, cites) in [("k00", 10, vec![(4, act), (5, admission)]), ("k01", 20, vec![(5, act)])] {
        let id = ClaimId::parse(id).unwrap();
        let cites = cites.into_iter().map(|(k, basis)| cite(document_id(k), basis, 1, false)).collect();
        let mut made = blank(id.clone(), vec![entity("f1")], Some((LinkKind::Holds, entity("c0"))), cites);
        made.date = Some(date("2018-12-31"));
        made.amount = Some(Amount::exact(Decimal::from(amount), Currency::USD).unwrap());
        case.claims.insert(id, made);
    }
    Random { case, asked: Asked { as_of: day("2018-12-31"), known_at: day("2019-03-31") } }
}

/// What a report of 2019-06-30 is that does not name c0.
pub(crate) struct Silent<'a> {
    pub(crate) complete: bool,
    /// Companies that it may name by a name that nobody has judged.
    pub(crate) undecided: &'a [&'a str],
    /// Pairs that are judged the same.
    pub(crate) same: &'a [(&'a str, &'a str)],
}

/// A series in which f1 reports 10 of c0 on 2018-12-31, and then is silent about it.
pub(crate) fn silent_about(silent: &Silent<'_>) -> Random {
    let mut case = contract_case(&[("supply", &["c0"], 1000, &[])], silent.same);
    let id = SeriesId::parse("s0").unwrap();
    let publisher = PublisherId::parse("pa").unwrap();
    let reports: Vec<Report> = [("2018-12-31", true, &[][..]), ("2019-06-30", silent.complete, silent.undecided)]
        .into_iter()
        .map(|(of, complete, undecided)| {
            let document = DocumentId::of_report(&id, day(of));
            filed(&mut case, &id, &document, &publisher, date(of), Seen::Original);
            Report { as_of: day(of), document, complete, undecided: undecided.iter().map(|id| entity(id)).collect() }
        })
        .collect();
    let row = ClaimId::of_row(&id, 2);
    let cites = vec![cite(reports[0].document.clone(), Basis::Act, 1, false)];
    let mut made = blank(row.clone(), vec![entity("f1")], Some((LinkKind::Holds, entity("c0"))), cites);
    made.date = Some(date("2018-12-31"));
    made.amount = Some(Amount::exact(Decimal::TEN, Currency::USD).unwrap());
    made.series = Some(id.clone());
    case.claims.insert(row, made);
    let (holder, capacity, basis, credibility) = (entity("f1"), Capacity::Beneficial, Basis::Act, Credibility::new(1).unwrap());
    case.series.insert(id.clone(), Series { id, holder, capacity, basis, credibility, reports });
    Random { case, asked: Asked { as_of: day("2019-12-31"), known_at: day("2019-12-31") } }
}
