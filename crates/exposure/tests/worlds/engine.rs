//! The engine's answer in the reference's shape, so that the two can be laid side by side.

use daylight_exposure::world::World;

use crate::reference::Floored;

/// The engine's answer; circles are sorted, because nobody promises their order.
pub(crate) fn measure(world: &World<'_>) -> [Floored; 3] {
    daylight_exposure::measure::measure(world).floors.map(|floor| {
        let mut closed_circles = floor.closed_circles;
        closed_circles.sort();
        let rows = floor.columns.iter().map(|c| [c.contracts, c.attributed, c.stake, c.managed, c.nominee, c.custodian]).collect();
        Floored { rows, over_full: floor.over_full, closed_circles }
    })
}
