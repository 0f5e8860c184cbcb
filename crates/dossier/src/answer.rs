//! What was measured? A view with its results per harm, from which every answer is written.

use exposure::chains::Paths;
use exposure::view::HarmView;
use exposure::{Measured, View, measure};
use model::{Code, EntityId, Floor, Place, Problem};

use crate::persons;
use crate::rows::Named;
use crate::rows::holders::Head;

/// A view, and what was measured in it; every answer is written from it.
#[derive(Debug)]
pub struct Answer<'v> {
    pub(crate) view: &'v View<'v>,
    pub(crate) harms: Vec<MeasuredHarm<'v>>,
    pub(crate) problems: Vec<Problem>,
}

/// One harm with its results.
#[derive(Debug)]
pub(crate) struct MeasuredHarm<'v> {
    pub(crate) view: &'v HarmView<'v>,
    pub(crate) measured: Measured,
    /// Companies linked to the harm at the lowest floor.
    pub(crate) flagged: Vec<bool>,
    /// Holders of own positions in them, known amount or not.
    pub(crate) holders: Vec<bool>,
}

/// Measures every harm of a view; `found_on_reading` are the problems that reading the case gave.
pub fn answer<'v>(view: &'v View<'v>, found_on_reading: Vec<Problem>) -> Answer<'v> {
    let harms: Vec<MeasuredHarm<'v>> = view
        .harms
        .iter()
        .map(|harm| {
            let measured = measure(&view.world(harm));
            let flagged = measured.floors[Floor::Reported.index()].flagged.clone();
            let mut holders = vec![false; flagged.len()];
            for position in view.positions.iter().filter(|p| p.capacity == model::Capacity::Beneficial) {
                holders[position.holder as usize] |= flagged[position.company as usize];
            }
            MeasuredHarm { view: harm, measured, flagged, holders }
        })
        .collect();
    let mut problems = found_on_reading;
    problems.retain(|problem| problem.code != Code::WithdrawnDocument || was_withdrawn(view, &problem.place));
    problems.extend(view.problems.iter().cloned());
    if let Some(harm) = harms.first() {
        // Ownership is the same for every harm.
        problems.extend(ownership_problems(view, &harm.measured));
    }
    problems.sort();
    problems.dedup();
    Answer { view, harms, problems }
}

/// Whether the claim or the citation at a place had lost a document by the day asked for: a withdrawal that nobody knew of yet is
/// no problem of that day.
fn was_withdrawn(view: &View<'_>, place: &Place) -> bool {
    let case = view.case;
    case.claims.values().any(|claim| {
        let mut here = claim.cites.iter().filter(|cite| claim.place == *place || cite.place == *place);
        here.any(|cite| case.withdrawn(&claim.id, &cite.document, view.asked.known_at).is_some())
    })
}

impl Answer<'_> {
    pub(crate) fn named(&self, id: &EntityId) -> Named {
        named(self.view, id)
    }

    pub(crate) fn head(&self) -> Head {
        let (case, asked) = (self.view.case, self.view.asked);
        Head {
            case: case.name.clone(),
            title: case.title.clone(),
            as_of: asked.as_of,
            known_at: asked.known_at,
            all_known: asked.known_at >= case.last_known(),
            rule_version: model::grade::RULE_VERSION,
        }
    }
}

impl MeasuredHarm<'_> {
    pub(crate) fn paths_to_holders(&self) -> Paths<'_> {
        Paths::new(&self.measured.served, &self.holders)
    }

    pub(crate) fn paths_to_flagged(&self) -> Paths<'_> {
        Paths::new(&self.measured.served, &self.flagged)
    }
}

pub(crate) fn named(view: &View<'_>, id: &EntityId) -> Named {
    Named { id: id.clone(), name: persons::name_of(view.case, id.as_str()) }
}

fn ownership_problems(view: &View<'_>, measured: &Measured) -> Vec<Problem> {
    let lowest = &measured.floors[Floor::Reported.index()];
    let place = |node: u32| -> Place {
        let id = &view.nodes[node as usize];
        let of_claim = view.ownerships.iter().find(|o| o.company == *id).and_then(|o| o.claims.first());
        of_claim
            .map(|claim| claim.place.clone())
            .or_else(|| view.case.entities.get(id).map(|e| e.place.clone()))
            .unwrap_or_else(|| Place::file("case.toml"))
    };
    let name = |node: u32| format!("`{}`", view.nodes[node as usize]);
    let mut problems: Vec<Problem> = lowest
        .over_full
        .iter()
        .map(|company| {
            Problem::new(
                place(*company),
                Code::OverFull,
                format!("the documented owners of {} own more than all of it", name(*company)),
                "better grades are served first and the rest shrinks to what is left; look for an old stake that has ended, or one stake under two names",
            )
        })
        .collect();
    problems.extend(lowest.closed_circles.iter().map(|circle| {
        let members: Vec<String> = circle.iter().map(|m| name(*m)).collect();
        Problem::new(
            place(circle[0]),
            Code::ClosedCircle,
            format!("{} wholly own each other, so nobody else has a part of them", members.join(", ")),
            "a share is too high or an owner is missing; their own results are still given",
        )
    }));
    problems
}
