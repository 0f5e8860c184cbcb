//! Who says so, where, and how reliable is it? Publishers, documents and citations.

use crate::{Day, DocumentId, PartialDate, Place, PublisherId};

/// How reliable a publisher is: the Admiralty code (NATO AJP-2.1), A best, F cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Cannot be judged.
    F,
}

impl Reliability {
    /// Every letter, best first.
    pub const ALL: [Self; 6] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F];

    /// The letter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
            Self::F => "F",
        }
    }
}

/// How credible one item is: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credibility(u8);

impl Credibility {
    /// The best that a copy, an excerpt or a quotation can have.
    pub const SECOND_HAND: Self = Self(3);
    /// The best that a machine paraphrase can have.
    pub const PARAPHRASE: Self = Self(4);

    /// A figure from 1 to 6, else `None`.
    pub fn new(figure: i64) -> Option<Self> {
        u8::try_from(figure).ok().filter(|f| (1..=6).contains(f)).map(Self)
    }

    /// The figure, 1 best.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// What a document does for a claim (design, section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// It performs or records the act itself: a contract, a register entry, a filed position, a listing.
    Act,
    /// The subject's own statement of its own act.
    Admission,
    /// An authority concludes something.
    Finding,
    /// Somebody's own investigation or reporting.
    Report,
    /// Opinion, or a repetition without own work.
    Commentary,
}

impl Basis {
    /// Every basis, strongest first.
    pub const ALL: [Self; 5] = [Self::Act, Self::Admission, Self::Finding, Self::Report, Self::Commentary];

    /// The word in the case files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Admission => "admission",
            Self::Finding => "finding",
            Self::Report => "report",
            Self::Commentary => "commentary",
        }
    }
}

/// In what shape the editors saw a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// The document itself.
    Original,
    /// A whole copy, published by somebody else.
    Copy,
    /// A part or a quotation of it, published by somebody else.
    Excerpt,
    /// A machine paraphrase.
    Paraphrase,
}

impl Seen {
    /// Every shape, best first.
    pub const ALL: [Self; 4] = [Self::Original, Self::Copy, Self::Excerpt, Self::Paraphrase];

    /// The word in the case files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Copy => "copy",
            Self::Excerpt => "excerpt",
            Self::Paraphrase => "paraphrase",
        }
    }
}

/// Who publishes, and how reliable that is, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// Its id in the case.
    pub id: PublisherId,
    /// The name that is printed.
    pub name: String,
    /// The judgement, once per publisher.
    pub reliability: Reliability,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
}

/// Something published. A dated report inside a data file is a document too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id in the case.
    pub id: DocumentId,
    /// Who published it.
    pub publisher: PublisherId,
    /// What it is: article, report, press-release, filing, listing, testimony, dataset, ...
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was published; with a day that only `retrieved` bounds where it bears no date.
    pub published: Option<PartialDate>,
    /// When the editors read it.
    pub retrieved: Option<Day>,
    /// The finding that it repeats; two documents of one origin count once. Its own id where it repeats nobody.
    pub origin: String,
    /// In what shape it was seen.
    pub seen: Seen,
    /// Through whom it was read, where it was not the publisher.
    pub via: Option<String>,
    /// SHA-256 of the copy kept in `archive/`, lower-case hex.
    pub archive: Option<String>,
    /// Where it stands.
    pub place: Place,
}

impl Document {
    /// The day from which what it says counts as known: the last day of its date, else the day it was retrieved.
    pub fn known(&self) -> Option<Day> {
        self.published.map(PartialDate::last).or(self.retrieved)
    }
}

/// Where a document says it, and what the document does for the claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The document.
    pub document: DocumentId,
    /// Page, paragraph, row.
    pub at: String,
    /// What the document does for the claim.
    pub basis: Basis,
    /// The editors' judgement of this item, before second hand lowers it.
    pub credibility: Credibility,
    /// Through whom this passage was read, where it was not the publisher.
    pub via: Option<String>,
    /// An exact quotation, where it may be shown.
    pub quote: Option<String>,
    /// Where it stands.
    pub place: Place,
}

impl Citation {
    /// The credibility after the cap for second hand: 3 at best through somebody else, 4 for a machine paraphrase.
    pub fn effective_credibility(&self, document: &Document) -> Credibility {
        let cap = match document.seen {
            Seen::Paraphrase => Credibility::PARAPHRASE,
            Seen::Copy | Seen::Excerpt => Credibility::SECOND_HAND,
            Seen::Original if self.is_second_hand(document) => Credibility::SECOND_HAND,
            Seen::Original => self.credibility,
        };
        self.credibility.max(cap)
    }

    /// Whether the passage was read through somebody else.
    pub fn is_second_hand(&self, document: &Document) -> bool {
        document.seen != Seen::Original || self.via.is_some() || document.via.is_some()
    }
}
