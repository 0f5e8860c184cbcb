//! Whose company is it? Rows of foreign files meet the entities of the case: by identifier, or by a name that somebody judged.
//!
//! A name alone counts nowhere: where it is exactly that of an entity, after [`normalised`], it becomes a proposal, and a
//! judgement in `judgements.toml` says whether it is the same (design, section 3). Names that only come near are not proposed
//! here; a wrong company is a worse mistake than a missing one.

use std::collections::{BTreeMap, BTreeSet};

use model::{Entity, EntityId, Place, SeriesId, Verdict};
use unicode_normalization::UnicodeNormalization;

/// Identifiers of one body, of which an entity has one: two that differ are two bodies. Securities have several ISINs and tickers.
const OF_BODIES: [&str; 3] = ["lei", "uscc", "cik"];

/// A decision on whether a name that stands in a series of reports is that of a company of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameJudgement {
    pub(crate) series: SeriesId,
    pub(crate) name: String,
    pub(crate) company: EntityId,
    pub(crate) verdict: Verdict,
    pub(crate) place: Place,
}

/// How a row met its company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Met {
    /// An identifier, or a judged name, is that of the company; how it was found in words, for the citation.
    Company(EntityId, String),
    /// The name is that of these companies, and nobody has judged it; whether somebody was unsure.
    Proposed(Vec<EntityId>, bool),
    /// The name was judged to be another company's.
    Different,
    /// Identifiers or judgements speak of several companies.
    Conflict(BTreeSet<EntityId>),
    /// The case does not hold it.
    Nobody,
}

/// What was decided of a name, and where.
type Decided = (EntityId, Verdict, Place);

/// The identifiers and names of the case, ready to be met.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    by_identifier: BTreeMap<(String, String), BTreeSet<EntityId>>,
    by_name: BTreeMap<String, BTreeSet<EntityId>>,
    bodies: BTreeMap<(EntityId, &'static str), BTreeSet<String>>,
    judged: BTreeMap<(SeriesId, String), Vec<Decided>>,
    canonical: BTreeMap<EntityId, EntityId>,
}

impl Matcher {
    /// Everything that bodies of the case are known by. `canonical` leads from entities that are judged the same as another to it.
    pub(crate) fn new<'e>(
        entities: impl Iterator<Item = &'e Entity>,
        judgements: &[NameJudgement],
        canonical: BTreeMap<EntityId, EntityId>,
    ) -> Self {
        let mut matcher = Self { canonical, ..Self::default() };
        for entity in entities.filter(|entity| entity.schema.is_body()) {
            for (scheme, value) in &entity.identifiers {
                let (scheme, value) = (scheme.to_ascii_lowercase(), plain_identifier(value));
                if let Some(of_bodies) = OF_BODIES.into_iter().find(|s| *s == scheme) {
                    matcher.bodies.entry((entity.id.clone(), of_bodies)).or_default().insert(value.clone());
                }
                matcher.by_identifier.entry((scheme, value)).or_default().insert(entity.id.clone());
            }
            for name in std::iter::once(&entity.name).chain(&entity.aliases).map(|name| normalised(name)).filter(|n| !n.is_empty()) {
                matcher.by_name.entry(name).or_default().insert(entity.id.clone());
            }
        }
        for judgement in judgements {
            let key = (judgement.series.clone(), normalised(&judgement.name));
            let decision = (judgement.company.clone(), judgement.verdict, judgement.place.clone());
            matcher.judged.entry(key).or_default().push(decision);
        }
        matcher
    }

    /// Whose row it is.
    pub(crate) fn meet(&self, series: &SeriesId, name: Option<&str>, identifiers: &[(&str, &str)]) -> Met {
        let mut met: BTreeMap<&EntityId, String> = BTreeMap::new();
        for (scheme, value) in identifiers {
            let key = ((*scheme).to_owned(), plain_identifier(value));
            for id in self.by_identifier.get(&key).into_iter().flatten() {
                met.entry(id).or_insert_with(|| format!("by {} {}", scheme.to_uppercase(), key.1));
            }
        }
        let name = name.map(normalised).filter(|name| !name.is_empty());
        let decisions: &[Decided] =
            name.as_ref().and_then(|name| self.judged.get(&(series.clone(), name.clone()))).map_or(&[], Vec::as_slice);
        for (id, _, place) in decisions.iter().filter(|(_, verdict, _)| *verdict == Verdict::Same) {
            met.entry(id).or_insert_with(|| format!("by its name, judged at {place}"));
        }
        let who: BTreeSet<&EntityId> = met.keys().map(|id| self.canonical.get(*id).unwrap_or(id)).collect();
        match (who.len(), met.pop_first()) {
            (1, Some((id, how))) => return Met::Company(id.clone(), how),
            (0, _) | (_, None) => {}
            _ => return Met::Conflict(who.into_iter().cloned().collect()),
        }
        let Some(named) = name.as_ref().and_then(|name| self.by_name.get(name)) else {
            return if decisions.is_empty() { Met::Nobody } else { Met::of_decisions(decisions) };
        };
        let judged = |id: &EntityId, verdict: Verdict| decisions.iter().any(|(other, found, _)| other == id && *found == verdict);
        let open: Vec<EntityId> =
            named.iter().filter(|id| !judged(id, Verdict::Different) && !self.contradicted(id, identifiers)).cloned().collect();
        if open.is_empty() {
            return Met::Different;
        }
        let unsure = open.iter().any(|id| judged(id, Verdict::Unsure));
        Met::Proposed(open, unsure)
    }

    /// Whether the row has an identifier of a body, and the entity has another of that kind.
    fn contradicted(&self, id: &EntityId, identifiers: &[(&str, &str)]) -> bool {
        identifiers.iter().any(|(scheme, value)| {
            let of_bodies = OF_BODIES.into_iter().find(|s| s == scheme);
            let known = of_bodies.and_then(|scheme| self.bodies.get(&(id.clone(), scheme)));
            known.is_some_and(|known| !known.contains(&plain_identifier(value)))
        })
    }
}

impl Met {
    /// What judgements leave of a name that is not exactly that of an entity.
    fn of_decisions(decisions: &[Decided]) -> Self {
        let unsure: BTreeSet<&EntityId> = decisions.iter().filter(|(_, v, _)| *v == Verdict::Unsure).map(|(id, ..)| id).collect();
        if unsure.is_empty() { Self::Different } else { Self::Proposed(unsure.into_iter().cloned().collect(), true) }
    }
}

/// A name as it is compared: compatibility forms, case, punctuation and spaces do not tell two names apart; words and their order do.
pub(crate) fn normalised(name: &str) -> String {
    // Most names of most files are ASCII, which has no other forms.
    if name.is_ascii() {
        words_of(name.chars().map(|c| c.to_ascii_lowercase()))
    } else {
        words_of(name.nfkc().flat_map(char::to_lowercase))
    }
}

/// Words with one space between them, without what only dresses them.
fn words_of(letters: impl Iterator<Item = char>) -> String {
    let mut words = String::with_capacity(letters.size_hint().0);
    let mut ended = false;
    for c in letters {
        if c.is_alphanumeric() || c == '&' {
            if (ended || c == '&') && !words.is_empty() {
                words.push(' ');
            }
            if c == '&' {
                words.push_str("and");
            } else {
                words.push(c);
            }
            ended = c == '&';
        } else if !matches!(c, '\'' | '’' | '.') {
            ended = true;
        }
    }
    words
}

/// An identifier as it is compared.
fn plain_identifier(value: &str) -> String {
    value.trim().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use model::Schema;

    use super::*;

    #[test]
    fn names_are_the_same_but_for_their_dress() {
        let name = "hangzhou hikvision digital technology co ltd";
        for dressed in [
            "Hangzhou Hikvision Digital Technology Co Ltd",
            "HANGZHOU  HIKVISION DIGITAL TECHNOLOGY CO., LTD.",
            "Hangzhou-Hikvision Digital Technology Co.,Ltd",
            "\u{a0}Ｈangzhou Hikvision Digital Technology Co Ltd ",
        ] {
            assert_eq!(normalised(dressed), name, "{dressed}");
        }
        assert_eq!(normalised("Marks & Spencer's"), "marks and spencers");
        assert_eq!(normalised("杭州海康威视（集团）"), "杭州海康威视 集团");
        assert_eq!(normalised(" - "), "");
        for (dressed, name) in [("A&B", "a and b"), (" &é.& ", "and é and"), ("S.p.A. (x)", "spa x"), ("É&ÉTÉ-", "é and été")] {
            assert_eq!(normalised(dressed), name, "{dressed}");
        }
    }

    fn entity(id: &str, name: &str, identifiers: &[(&str, &str)]) -> Entity {
        Entity {
            id: EntityId::parse(id).unwrap(),
            schema: Schema::Company,
            name: name.to_owned(),
            aliases: Vec::new(),
            country: None,
            group: None,
            identifiers: identifiers.iter().map(|(s, v)| ((*s).to_owned(), (*v).to_owned())).collect(),
            role: None,
            place: Place::file("entities.toml"),
        }
    }

    fn judged(name: &str, company: &str, verdict: Verdict) -> NameJudgement {
        NameJudgement {
            series: SeriesId::parse("s").unwrap(),
            name: name.to_owned(),
            company: EntityId::parse(company).unwrap(),
            verdict,
            place: Place::new("judgements.toml", 7),
        }
    }

    fn check(judgements: &[NameJudgement], name: &str, identifiers: &[(&str, &str)], expected: &str) {
        let entities = [
            entity("hikvision", "Hikvision", &[("isin", "CNE100000PM8"), ("ticker", "XSHE:002415"), ("lei", "L1")]),
            entity("dahua", "Zhejiang Dahua Technology Co., Ltd.", &[("isin", "CNE100000BJ4")]),
            entity("twin", "Twin Co", &[("isin", "CNE100000BJ4")]),
        ];
        let matcher = Matcher::new(entities.iter(), judgements, BTreeMap::new());
        let series = SeriesId::parse("s").unwrap();
        let met = match matcher.meet(&series, Some(name), identifiers) {
            Met::Company(id, how) => format!("{id} {how}"),
            Met::Proposed(ids, unsure) => format!("proposed {ids:?} {unsure}"),
            Met::Different => "different".to_owned(),
            Met::Conflict(ids) => format!("conflict {ids:?}"),
            Met::Nobody => "nobody".to_owned(),
        };
        assert_eq!(met, expected, "{name} {identifiers:?}");
    }

    #[test]
    fn identifiers_come_first_and_names_only_propose() {
        check(&[], "ANYTHING", &[("isin", "cne100000pm8")], "hikvision by ISIN CNE100000PM8");
        check(&[], "ANYTHING", &[("sedol", "BD5CPQ2"), ("ticker", "XSHE:002415")], "hikvision by TICKER XSHE:002415");
        check(&[], "hikvision", &[], "proposed [EntityId(hikvision)] false");
        check(&[], "Hebei Cangzhou Dahua Co Ltd", &[], "nobody");
        check(&[], "Hikvision", &[("lei", "L2")], "different");
        check(&[], "x", &[("isin", "CNE100000BJ4")], "conflict {EntityId(dahua), EntityId(twin)}");
    }

    #[test]
    fn judgements_decide_names() {
        let same = judged("Hangzhou Hikvision", "hikvision", Verdict::Same);
        check(std::slice::from_ref(&same), "HANGZHOU HIKVISION", &[], "hikvision by its name, judged at judgements.toml:7");
        check(
            std::slice::from_ref(&same),
            "Hangzhou Hikvision",
            &[("isin", "CNE100000BJ4")],
            "conflict {EntityId(dahua), EntityId(hikvision), EntityId(twin)}",
        );
        check(&[judged("Hikvision", "hikvision", Verdict::Different)], "Hikvision", &[], "different");
        check(&[judged("Hikvision", "hikvision", Verdict::Unsure)], "Hikvision", &[], "proposed [EntityId(hikvision)] true");
        check(&[judged("Hik V", "hikvision", Verdict::Unsure)], "Hik V", &[], "proposed [EntityId(hikvision)] true");
        check(&[judged("Hik V", "hikvision", Verdict::Different)], "Hik V", &[], "different");
    }
}
