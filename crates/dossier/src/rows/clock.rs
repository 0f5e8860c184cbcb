//! What is shown by the knowledge clock? What was held on both sides of the days on which the evidence was public.

use exposure::clock::{Compared, Moved};
use model::{Capacity, Day, Floor, Problem};

use super::holders::Head;
use super::{Flag, Named, Sentence, SeriesEntry, Source};

/// The answer of `clock`.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// Case and days.
    pub head: Head,
    /// The holder asked for; `None` for everybody.
    pub holder: Option<Named>,
    /// Who has more than before first, by the least that was added; then first seen after, the same, less, sold, not told.
    pub rows: Vec<ClockRow>,
    /// Positions in these companies that do not reach the floor asked for, or whose company's part does not.
    pub left_out: usize,
    /// What the `[n]` stand for, ascending.
    pub sources: Vec<Source>,
    /// What is wrong with the case.
    pub problems: Vec<Problem>,
}

/// One holder's position in one company in one capacity, beside the days of the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockRow {
    /// Who.
    pub holder: Named,
    /// In which company.
    pub company: Named,
    /// In which role.
    pub capacity: Capacity,
    /// The share class, where records of several classes are told apart.
    pub security: Option<String>,
    /// First day on which the company's part was public at each floor, strictest first; `None` below the floor asked for.
    pub public_since: [Option<Day>; 3],
    /// From when nothing of that evidence counts, because it was withdrawn, and that in words; `None` where it stands.
    pub withdrawn: Option<(Day, Flag)>,
    /// By the day on which the evidence was first public at the floor asked for: what became of the position by the first record after it.
    pub moved: Moved,
    /// Why the position does not count on the day asked for.
    pub gone: Option<Flag>,
    /// Every record, by day.
    pub entries: Vec<SeriesEntry>,
    /// One per day on which a floor was reached, by day.
    pub against: Vec<Against>,
}

/// The series against one day on which a floor was reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Against {
    /// The strictest floor that was reached on the day.
    pub floor: Floor,
    /// The day.
    pub day: Day,
    /// The last record on or before the day: its number in `entries`.
    pub before: Option<usize>,
    /// Every record after the day, compared with the last before it.
    pub steps: Vec<Step>,
    /// What was held before, what after, and the change, in words.
    pub summary: Sentence,
}

/// One record after a day, compared with the last before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its number in `entries`.
    pub entry: usize,
    /// The change.
    pub compared: Compared,
}
