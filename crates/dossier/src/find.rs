//! Whom does a name mean? Exact names and aliases; anything less is proposed, never taken.

use std::collections::BTreeSet;

use model::{Case, EntityId};

/// What a name means in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One entity has this id, name or alias.
    One(EntityId),
    /// Several have it.
    Several(Vec<EntityId>),
    /// None has it; these come near.
    Near(Vec<EntityId>),
    /// Nothing comes near.
    None,
}

/// Two names this similar (Jaro-Winkler) are near; chosen so that one letter more or less in a bank's name is.
const NEAR: f64 = 0.88;

/// Most names that are proposed.
const MOST_NEAR: usize = 5;

/// Finds the entity of a name: by id, or by exact name or alias without regard to case, spaces and punctuation.
///
/// A similar name is only proposed: naming the wrong company is the worst mistake that this program can make.
pub fn find(case: &Case, name: &str) -> Found {
    let canonical = case.canonical();
    let canon = |id: &EntityId| canonical.get(id).unwrap_or(id).clone();
    if let Some(entity) = case.entities.get(name) {
        return Found::One(canon(&entity.id));
    }
    let wanted = folded(name);
    let names = |id: &EntityId| -> Vec<String> {
        case.entities.get(id).into_iter().flat_map(|e| std::iter::once(&e.name).chain(&e.aliases)).map(|n| folded(n)).collect()
    };
    let exact: BTreeSet<EntityId> = case.entities.keys().filter(|id| names(id).contains(&wanted)).map(canon).collect();
    if wanted.is_empty() {
        return Found::None;
    }
    match exact.len() {
        1 => return exact.into_iter().next().map_or(Found::None, Found::One),
        0 => {}
        _ => return Found::Several(exact.into_iter().collect()),
    }
    let mut near: Vec<(f64, EntityId)> = Vec::new();
    for id in case.entities.keys() {
        let score = names(id).iter().map(|n| nearness(n, &wanted)).fold(0.0, f64::max);
        let id = canon(id);
        if score >= NEAR && !near.iter().any(|(_, known)| *known == id) {
            near.push((score, id));
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    near.truncate(MOST_NEAR);
    if near.is_empty() { Found::None } else { Found::Near(near.into_iter().map(|(_, id)| id).collect()) }
}

fn nearness(name: &str, wanted: &str) -> f64 {
    let contains = wanted.chars().count() >= 4 && (name.contains(wanted) || (name.chars().count() >= 4 && wanted.contains(name)));
    strsim::jaro_winkler(name, wanted).max(if contains { 0.95 } else { 0.0 })
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
