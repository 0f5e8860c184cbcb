//! What is shown? Plain rows and sentences, the same for the terminal, JSON and CSV; no layout.

pub mod clock;
pub mod holders;

use exposure::Range;
use model::{ClaimId, Currency, Day, EntityId, Floor, Grade, Problem};

/// An entity with its printed name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its id in the case.
    pub id: EntityId,
    /// Its printed name.
    pub name: String,
}

/// A text whose `[n]` are sources of the same answer, and the claims that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// The text.
    pub text: String,
    /// What it rests on; empty only for sentences about the answer itself ("nothing is documented").
    pub claims: Vec<ClaimId>,
}

/// A numbered source: where the answer's `[n]` lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The number in brackets.
    pub number: usize,
    /// Id of the document in the case.
    pub document: String,
    /// Publisher, title, place and date in one line, and through whom it was read.
    pub text: String,
    /// Where it can be read.
    pub url: Option<String>,
}

/// Which figure a row gives (design, section 5); figures of different columns are never added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Own money in flagged companies, directly and through what the holder owns.
    Stake,
    /// Other people's money that the holder manages.
    Managed,
    /// Registered in the holder's name for others.
    Nominee,
    /// Kept safe for others.
    Custodian,
    /// Loans, underwriting, IPO roles.
    Finance,
    /// The holder's part of the contracts of companies that it owns a part of.
    Attributed,
    /// A flagged company's own contracts.
    Contracts,
}

impl Column {
    /// Every column, in the order in which tables are shown.
    pub const ALL: [Self; 7] =
        [Self::Stake, Self::Managed, Self::Nominee, Self::Custodian, Self::Finance, Self::Attributed, Self::Contracts];

    /// The word in ids, JSON and CSV.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stake => "stake",
            Self::Managed => "managed",
            Self::Nominee => "nominee",
            Self::Custodian => "custodian",
            Self::Finance => "finance",
            Self::Attributed => "attributed",
            Self::Contracts => "contracts",
        }
    }

    /// The capacity in which the holder has it; `None` for what is no position.
    pub fn capacity(self) -> Option<model::Capacity> {
        match self {
            Self::Stake => Some(model::Capacity::Beneficial),
            Self::Managed => Some(model::Capacity::Manager),
            Self::Nominee => Some(model::Capacity::Nominee),
            Self::Custodian => Some(model::Capacity::Custodian),
            Self::Finance | Self::Attributed | Self::Contracts => None,
        }
    }

    /// The heading of its table.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Stake => "Own money in these companies",
            Self::Managed => "Managed for others",
            Self::Nominee => "Registered holders (nominee): whose shares they are is not documented here",
            Self::Custodian => "Kept for others (custodian)",
            Self::Finance => "Loans, underwriting and other finance",
            Self::Attributed => "Owners of these companies: attributed contract value, neither revenue nor profit",
            Self::Contracts => "These companies, and their contracts",
        }
    }

    /// What the amount is called at the head of its column.
    pub fn amount(self) -> &'static str {
        match self {
            Self::Attributed => "attributed",
            Self::Contracts => "contracts",
            Self::Finance => "finance",
            _ => "stake",
        }
    }
}

/// Something that a reader must know with a figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flag {
    /// The word: `disputed`, `at-least`, `over-full`, `closed-circle`, `last-seen`, `sold`, `ended`, `overlap`,
    /// `amount-unknown`, `shares`, `weight`, `formerly`, `formerly-direct`, `no-copy`, `more-than`, `less-than`, `modality`.
    pub word: &'static str,
    /// As printed in a table: `disputed [4]`, `more than at 2017-12-31 [7]`, `last seen 2019-12-31`.
    pub text: String,
}

/// One figure: whose money, in which company, how much, how sure.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// `COLUMN/HOLDER/COMPANY` or `COLUMN/HOLDER/COMPANY/HARM` where a case has several harms; `explain` takes it apart.
    pub id: String,
    /// Which figure.
    pub column: Column,
    /// Whose.
    pub holder: Named,
    /// In which company (for contracts: the company itself).
    pub company: Named,
    /// Linked to which harm.
    pub harm: EntityId,
    /// At each floor, strictest first; `None` where nothing reaches it. Zero with `amount-unknown` where no amount is known.
    pub floors: [Option<Range>; 3],
    /// No amount is known, or not of all parts.
    pub amount_unknown: bool,
    /// The share of the company, as a fraction; `None` where none is published.
    pub share: Option<Range>,
    /// The day of which the record speaks.
    pub on: Option<Day>,
    /// The strictest floor at which the whole figure at floor `reported` stands.
    pub grade: Grade,
    /// What a reader must know with it, in a fixed order.
    pub flags: Vec<Flag>,
    /// The chains that make it, strongest first, each ending at the harm.
    pub chains: Vec<ChainText>,
    /// There are more chains than are given.
    pub more_chains: bool,
}

impl Exposure {
    /// The figure at a floor.
    pub fn at(&self, floor: Floor) -> Option<Range> {
        self.floors[floor.index()]
    }
}

/// A chain in words, hop by hop from the holder to the harm.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainText {
    /// One sentence per hop.
    pub hops: Vec<Sentence>,
    /// Entities from the holder to the project, the harm last.
    pub entities: Vec<Named>,
    /// The grade of its weakest hop.
    pub grade: Grade,
    /// The part of the company that the holder has along this chain; `None` for a direct position.
    pub share: Option<Range>,
}

/// Something that somebody said and that is not established: shown apart, in no number, chain or letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Unproven {
    /// The claim.
    pub claim: ClaimId,
    /// Who says what, with its source.
    pub said: Sentence,
    /// Why it is not established.
    pub reason: String,
    /// What is answered, oldest first.
    pub responses: Vec<Sentence>,
}

/// One of the six opening sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// "The harm", "Who says so", "Answered", "Money found", "Strongest", "Not established".
    pub label: &'static str,
    /// The sentence, or two.
    pub sentence: Sentence,
}

/// Everything about one harm.
#[derive(Debug, Clone, PartialEq)]
pub struct HarmTrace {
    /// Its id.
    pub id: EntityId,
    /// Its title.
    pub title: String,
    /// The six sentences.
    pub opening: Vec<Opening>,
    /// Every figure; by column, then by low at floor reported descending, unknown amounts last, then by name.
    pub exposures: Vec<Exposure>,
    /// Amounts that documents give for several companies together, beyond what belongs to each.
    pub unattributed: Vec<Sentence>,
}

/// The answer of `trace`.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// Short name of the case.
    pub case: String,
    /// Its title.
    pub title: String,
    /// True then.
    pub as_of: Day,
    /// Published then.
    pub known_at: Day,
    /// Everything that the case holds was published by `known_at`.
    pub all_known: bool,
    /// The currency of every figure.
    pub currency: Currency,
    /// The version of the grading rule.
    pub rule_version: &'static str,
    /// One per harm, in the order of the case.
    pub harms: Vec<HarmTrace>,
    /// What is not established, about everything or about the holder asked for.
    pub not_established: Vec<Unproven>,
    /// What the `[n]` stand for, ascending.
    pub sources: Vec<Source>,
    /// What is wrong with the case, as far as it touches these figures, and what was found on reading it.
    pub problems: Vec<Problem>,
    /// The holder asked for.
    pub holder: Option<HolderPart>,
}

/// What is shown of one holder beyond its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct HolderPart {
    /// Who.
    pub holder: Named,
    /// One per company and capacity in which a position was ever seen.
    pub series: Vec<PositionSeries>,
    /// What is said to and by the holder: claims about it that are no positions, and responses, each with its sources.
    pub said: Vec<Sentence>,
}

/// The whole series of a holder's position in a company, with the days on which the evidence was public.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionSeries {
    /// In which company.
    pub company: Named,
    /// In which role.
    pub capacity: model::Capacity,
    /// First day on which the company's link to the harm was public at each floor, strictest first.
    pub public_since: [Option<Day>; 3],
    /// By day.
    pub entries: Vec<SeriesEntry>,
    /// What it held before the evidence was public, what after, and the change, in words.
    pub summary: Option<Sentence>,
}

impl PositionSeries {
    /// The records that stand for the position on a day: those that count, or else the last by then, or else the first after it.
    ///
    /// Shape: empty only where nothing was ever held.
    pub fn standing(&self, as_of: Day) -> Vec<&SeriesEntry> {
        let current: Vec<&SeriesEntry> = self.entries.iter().filter(|e| e.current).collect();
        if !current.is_empty() {
            return current;
        }
        let mut held = self.entries.iter().filter(|e| e.held.is_some());
        let last = held.clone().rfind(|e| e.day <= as_of);
        last.or_else(|| held.next()).into_iter().collect()
    }
}

/// One record of a position.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesEntry {
    /// The day of which it speaks.
    pub day: Day,
    /// The record bears a date; else its day is that of its first publication.
    pub dated: bool,
    /// The day from which it was known.
    pub known: Day,
    /// `None`: the report does not name the company; it was sold by then.
    pub held: Option<Held>,
    /// How well it is supported.
    pub grade: Grade,
    /// It is what counts on the day asked for.
    pub current: bool,
    /// Its source.
    pub source: usize,
}

/// What was held.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// As published, with its own currency; `None` where no amount is.
    pub amount: Option<model::Amount>,
    /// As published, rounding kept; `None` where no share is.
    pub share: Option<model::Share>,
    /// How many shares; `None` where no number is published.
    pub quantity: Option<model::money::Decimal>,
    /// Which part of the holder's portfolio; neither a share of the company nor an amount.
    pub weight: Option<model::Share>,
    /// The share class, where one is meant.
    pub security: Option<String>,
    /// The record.
    pub claim: ClaimId,
    /// Where the record stands in the case.
    pub place: String,
}

/// A part of a longer answer, such as that of `explain` or `mine`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// What it is about.
    pub title: String,
    /// Its parts.
    pub blocks: Vec<Block>,
    /// What the `[n]` stand for, ascending.
    pub sources: Vec<Source>,
}

/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(Sentence),
    /// A label and what it is.
    Entry(String, String),
    /// A table.
    Table {
        /// Column heads.
        head: Vec<String>,
        /// Rows, each as long as the head.
        rows: Vec<Vec<String>>,
    },
    /// Text that is sent as it stands: a letter.
    Letter(String),
}
