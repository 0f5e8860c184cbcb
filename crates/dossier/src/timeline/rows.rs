//! What stands on the line of time? Plain rows, the same for the terminal, JSON, CSV and the picture.

use model::{Day, DocumentId, EntityId, Floor, Grade, PartialDate, Problem, Stance};

use crate::rows::{Named, Sentence, Source, Unproven};

/// What happened on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What a claim says began or was so; no link to a company's part, a list or money.
    Claim,
    /// A document came out that speaks of another time than its own.
    Publication,
    /// The grade of a claim rose or fell.
    Grade,
    /// Somebody answered a claim, by whatever stance.
    Answer,
    /// Somebody took back its own document.
    Withdrawal,
    /// A company supplied, developed or operated something; a project became part of a harm.
    Contract,
    /// That ended.
    Exit,
    /// An authority listed somebody.
    Listing,
    /// That ended.
    Removal,
    /// Somebody held, changed or sold a position.
    Position,
    /// Somebody owned, managed or consolidated somebody.
    Ownership,
    /// Loans, underwriting, paid services.
    Finance,
}

impl Kind {
    /// Every kind, in the order in which one day's events stand.
    pub const ALL: [Self; 12] = [
        Self::Claim,
        Self::Publication,
        Self::Grade,
        Self::Answer,
        Self::Withdrawal,
        Self::Contract,
        Self::Exit,
        Self::Listing,
        Self::Removal,
        Self::Position,
        Self::Ownership,
        Self::Finance,
    ];

    /// The word in tables, JSON, CSV and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Publication => "publication",
            Self::Grade => "grade",
            Self::Answer => "answer",
            Self::Withdrawal => "withdrawal",
            Self::Contract => "contract",
            Self::Exit => "exit",
            Self::Listing => "listing",
            Self::Removal => "removal",
            Self::Position => "position",
            Self::Ownership => "ownership",
            Self::Finance => "finance",
        }
    }
}

/// By which rule a speaker's words differ from others (the rules stand in `differs`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// From what the same speaker said on another day.
    OwnWords,
    /// From what another speaker of its group said on another day.
    GroupWords,
    /// From what a document of its own, or of its group, says of its own act.
    OwnDocument,
    /// It took back its own document.
    Withdrawn,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 4] = [Self::OwnWords, Self::GroupWords, Self::OwnDocument, Self::Withdrawn];

    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OwnWords => "own-words",
            Self::GroupWords => "group-words",
            Self::OwnDocument => "own-document",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// From what the words of an event differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// By which rule.
    pub rule: Rule,
    /// The earlier event: an answer, or the claim that the document supports.
    pub event: String,
    /// The document, for the rules on documents.
    pub document: Option<DocumentId>,
    /// When the other thing was said, as published; `None` for an undated document.
    pub date: Option<PartialDate>,
    /// As printed, with sources: "differs from what it said on 2018-08-13 `[5]`: ...".
    pub text: String,
}

/// In whose row of the picture an event stands, and in few words what it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Who did it, of whom it is said, or who speaks.
    pub who: String,
    /// It is said of a harm.
    pub of_harm: bool,
    /// The group of a speaker, whose rows stand together.
    pub group: Option<String>,
    /// The sentence without its sources; of an answer what was said without who and when.
    pub label: String,
    /// The label says less where it is cut: it has a reservation.
    pub whole: bool,
}

/// Something that happened, or was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// `claim/ID`, `until/ID`, `grade/ID/DAY`, `response/INDEX`, `publication/DOCUMENT`, `series/ID`, `sold/ID`.
    pub id: String,
    /// What.
    pub kind: Kind,
    /// When, as published.
    pub date: PartialDate,
    /// The last date of what goes on: the last report of a group, the `until` of a claim.
    pub until: Option<PartialDate>,
    /// From when it was public.
    pub known: Day,
    /// How well it is supported; `None` for what somebody only said, and for a publication.
    pub grade: Option<Grade>,
    /// With sources; its claims are those that it rests on, answers or speaks of.
    pub sentence: Sentence,
    /// For answers and withdrawals.
    pub stance: Option<Stance>,
    /// For answers and withdrawals: the place of the response in the case, counted from 0.
    pub response: Option<usize>,
    /// Where it stands in the case, as `file:line`.
    pub place: String,
    /// The documents behind it, in the order of their citation.
    pub documents: Vec<DocumentId>,
    /// Of whom it speaks and who speaks, judgements applied.
    pub entities: Vec<EntityId>,
    /// What must be known with it, as printed.
    pub marks: Vec<String>,
    /// From what its words differ.
    pub differs: Vec<Differs>,
    /// Its row in the picture.
    pub row: Row,
}

impl Event {
    /// The first and the last day that it can mean.
    pub fn days(&self) -> (Day, Day) {
        (self.date.first(), self.until.unwrap_or(self.date).last().max(self.date.last()))
    }
}

/// Something that is not established, with its dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsettled {
    /// When, as published; `None` where only the publication is dated.
    pub date: Option<PartialDate>,
    /// From when it was public.
    pub known: Day,
    /// Who says what, why it is not established, what is answered.
    pub unproven: Unproven,
}

/// The answer of `timeline`.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Short name of the case.
    pub case: String,
    /// Its title.
    pub title: String,
    /// The entity or harm asked for.
    pub about: Option<Named>,
    /// The kinds asked for; empty for all.
    pub kinds: Vec<Kind>,
    /// Nothing that ended before.
    pub from: Option<Day>,
    /// Nothing that began after.
    pub to: Option<Day>,
    /// What begins later is not yet true; `None` for the whole line.
    pub as_of: Option<Day>,
    /// Published then.
    pub known_at: Day,
    /// Everything that the case holds was published by `known_at`.
    pub all_known: bool,
    /// The least grade admitted.
    pub floor: Floor,
    /// The version of the grading rule.
    pub rule_version: &'static str,
    /// Oldest first: by first day, last day, kind and id.
    pub events: Vec<Event>,
    /// What is not established: never on the line, nor in the picture.
    pub not_established: Vec<Unsettled>,
    /// What the `[n]` stand for, ascending.
    pub sources: Vec<Source>,
    /// What is wrong with the case.
    pub problems: Vec<Problem>,
}
