//! What is said? Claims with their citations, and what others answer to them.

use crate::money::Decimal;
use crate::{Amount, Citation, ClaimId, DocumentId, EntityId, PartialDate, Place, SeriesId, Share};

/// Gives an enum of words its list, its word in files and its parser, so that each word stands once.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every word, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word in files, on the command line and in the API.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The variant of a word, `None` for any other text.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|w| w.as_str() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

words! {
    /// How two entities are joined. Only owns, holds, manages and part-of travel along a chain.
    LinkKind {
        /// Owns a share of a company, with or without votes.
        Owns = "owns",
        /// Holds a position in a company's securities.
        Holds = "holds",
        /// Manages a fund.
        Manages = "manages",
        /// Lends, underwrites, sponsors an issue.
        Finances = "finances",
        /// Supplies a project.
        Supplies = "supplies",
        /// Develops technology for a project.
        Develops = "develops",
        /// Operates a project.
        Operates = "operates",
        /// The nexus: a project is part of a harm.
        PartOf = "part-of",
        /// Accounting consolidation; never a share.
        Consolidates = "consolidates",
        /// Earns fees from serving: custodian, index provider, analyst.
        Serves = "serves",
        /// Any other documented tie.
        TiedTo = "tied-to",
        /// Stands on an authority's list.
        ListedBy = "listed-by",
    }
}

impl LinkKind {
    /// Whether such a link to a project of a harm makes the company a flagged one.
    pub fn flags(self) -> bool {
        matches!(self, Self::Supplies | Self::Develops | Self::Operates)
    }
}

words! {
    /// In which role a holder holds; capacities are never added together.
    Capacity {
        /// For its own account; the only capacity that owns.
        Beneficial = "beneficial",
        /// Reported as the manager of other people's money.
        Manager = "manager",
        /// Registered for others.
        Nominee = "nominee",
        /// Keeps safe for others.
        Custodian = "custodian",
    }
}

words! {
    /// What a position consists of; only `long` enters a number, the others stand apart.
    Instrument {
        /// Shares held.
        Long = "long",
        /// Shares sold short.
        Short = "short",
        /// An option, a swap, a future.
        Derivative = "derivative",
    }
}

words! {
    /// How a company is involved, by the UN Guiding Principles (principles 13 and 19).
    Involvement {
        /// Causes the harm.
        Cause = "cause",
        /// Contributes to it.
        Contribute = "contribute",
        /// Directly linked through operations, products or services by a business relationship.
        DirectlyLinked = "directly-linked",
    }
}

words! {
    /// What somebody says to a claim. A stance establishes only that it was said.
    Stance {
        /// Says the same.
        Asserts = "asserts",
        /// Says that it is not so.
        Denies = "denies",
        /// Questions it.
        Disputes = "disputes",
        /// Admits a part.
        PartlyAdmits = "partly-admits",
        /// Gives it another name.
        Relabels = "relabels",
        /// Corrects a detail.
        Corrects = "corrects",
        /// Promises something.
        Commits = "commits",
        /// Takes back its own document or claims of it; they count for nothing from that day.
        Withdraws = "withdraws",
        /// Declined to comment.
        NoComment = "no-comment",
        /// Was asked and did not answer.
        NoReply = "no-reply",
        /// Could not be reached.
        NotReached = "not-reached",
    }
}

impl Stance {
    /// Whether the claim carries the flag `disputed` because of it.
    pub fn disputes(self) -> bool {
        matches!(self, Self::Denies | Self::Disputes | Self::Relabels | Self::Corrects)
    }
}

words! {
    /// A person's decision on whether two records are one thing.
    Verdict {
        /// They are one.
        Same = "same",
        /// They are two.
        Different = "different",
        /// Not decided.
        Unsure = "unsure",
    }
}

/// What documents say about a link or an entity.
///
/// Either `link` and `object` are given, or `says` alone (a statement about the subject), or `motive` alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Its id in the case.
    pub id: ClaimId,
    /// Of whom it speaks; more than one only where the document does not tell them apart.
    pub subjects: Vec<EntityId>,
    /// How subject and object are joined, and the object.
    pub link: Option<(LinkKind, EntityId)>,
    /// The statement, or a detail of the link: a clause in the editors' words that can follow "according to A, ".
    pub says: Option<String>,
    /// A quotation of what a document says about a motive; never generated, never a link.
    pub motive: Option<String>,
    /// The exact role: "IPO joint sponsor", "index provider", the programme of a list.
    pub role: Option<String>,
    /// How the subject is involved, where a document says so.
    pub involvement: Option<Involvement>,
    /// Contract, position, loan.
    pub amount: Option<Amount>,
    /// For a position: how many shares.
    pub quantity: Option<Decimal>,
    /// For a position: which part of the holder's portfolio it is. No share of the company, and no amount.
    pub weight: Option<Share>,
    /// The share of the object that the subject owns.
    pub share: Option<Share>,
    /// The share of the votes, where it is published apart.
    pub votes: Option<Share>,
    /// A source says that the subject controls the object.
    pub control: bool,
    /// For a position: in which role it is held.
    pub capacity: Capacity,
    /// For a position: shares, or what stands apart.
    pub instrument: Instrument,
    /// For a position: the share class, by identifier; none where the company as a whole is meant.
    pub security: Option<String>,
    /// From when it is true; a position is true on this day.
    pub date: Option<PartialDate>,
    /// Until when it was true.
    pub until: Option<PartialDate>,
    /// "may", "could not be excluded": always printed.
    pub modality: String,
    /// The claims whose amounts are parts of this one's.
    pub covers: Vec<ClaimId>,
    /// The links that this claim says have ended on its date.
    pub ends: Vec<ClaimId>,
    /// The evidence.
    pub cites: Vec<Citation>,
    /// The data file that the claim is a row of.
    pub series: Option<SeriesId>,
    /// Where it stands.
    pub place: Place,
}

impl Claim {
    /// A claim of which nothing is known but what it joins: every other field is empty.
    pub fn new(id: ClaimId, subjects: Vec<EntityId>, link: Option<(LinkKind, EntityId)>, place: Place) -> Self {
        Self {
            id,
            subjects,
            link,
            says: None,
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
            cites: Vec::new(),
            series: None,
            place,
        }
    }

    /// The kind of its link, if it is about a link.
    pub fn kind(&self) -> Option<LinkKind> {
        self.link.as_ref().map(|(kind, _)| *kind)
    }

    /// The object of its link.
    pub fn object(&self) -> Option<&EntityId> {
        self.link.as_ref().map(|(_, object)| object)
    }

    /// The one subject, `None` where the claim speaks of several together.
    pub fn subject(&self) -> Option<&EntityId> {
        match self.subjects.as_slice() {
            [subject] => Some(subject),
            _ => None,
        }
    }
}

/// What somebody says to claims, printed beside them always.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The claims that are answered; empty with `withdraws` means every claim that cites the document.
    pub to: Vec<ClaimId>,
    /// Who answers: the id of an entity or of a publisher.
    pub by: String,
    /// What is said.
    pub stance: Stance,
    /// In the editors' words: a clause that can follow "X said that ".
    pub says: Option<String>,
    /// When.
    pub date: PartialDate,
    /// With `withdraws`: what is taken back.
    pub document: Option<DocumentId>,
    /// Where it can be read.
    pub cites: Vec<Passage>,
    /// Where it stands.
    pub place: Place,
}

/// A passage of a document: where an answer can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The document.
    pub document: DocumentId,
    /// Page, paragraph; a whole short document needs none.
    pub at: Option<String>,
}

/// A decision that two entities are the same, different, or that it is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// One of the two.
    pub left: EntityId,
    /// The other.
    pub right: EntityId,
    /// The decision.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// When it was made.
    pub date: Option<PartialDate>,
    /// Where it stands.
    pub place: Place,
}
