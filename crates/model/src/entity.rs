//! Who or what is spoken of? Entities in the words of FollowTheMoney, and the harm itself.

use crate::{EntityId, Place};

/// The kinds of entity that a case may hold; names as in FollowTheMoney's schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Schema {
    /// A registered company, also a fund or a bank.
    Company,
    /// A legal body of which the form is not known.
    LegalEntity,
    /// A body that is no company: an NGO, a university, an exchange.
    Organization,
    /// A ministry, a police bureau, a government, a state-run fund's owner.
    PublicBody,
    /// A person, only in a public role.
    Person,
    /// A share class, a bond.
    Security,
    /// A system, a tender, a programme: what is supplied, developed or operated.
    Project,
}

impl Schema {
    /// Every schema, in the order of the documentation.
    pub const ALL: [Self; 7] =
        [Self::Company, Self::LegalEntity, Self::Organization, Self::PublicBody, Self::Person, Self::Security, Self::Project];

    /// FollowTheMoney's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Company => "Company",
            Self::LegalEntity => "LegalEntity",
            Self::Organization => "Organization",
            Self::PublicBody => "PublicBody",
            Self::Person => "Person",
            Self::Security => "Security",
            Self::Project => "Project",
        }
    }

    /// Whether such an entity can hold money and be written to.
    pub fn is_body(self) -> bool {
        !matches!(self, Self::Security | Self::Project)
    }
}

/// Somebody or something that claims speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its id in the case.
    pub id: EntityId,
    /// What it is.
    pub schema: Schema,
    /// The name that is printed.
    pub name: String,
    /// Other names, in every script.
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-2 code, lower case as in FollowTheMoney.
    pub country: Option<String>,
    /// The group that it is known to belong to, for readers; says nothing about ownership.
    pub group: Option<String>,
    /// Identifiers by scheme (`lei`, `isin`, `uscc`, ...), in the order of the file.
    pub identifiers: Vec<(String, String)>,
    /// For a person: the public role, without which no person may stand in a case.
    pub role: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What is done, where, when, by whom and to which group; never to named victims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Harm {
    /// Its id, in one namespace with the entities.
    pub id: EntityId,
    /// A short title.
    pub title: String,
    /// One or two sentences in the editors' words, shown with the claims that support them.
    pub summary: String,
    /// Where it is done.
    pub location: String,
    /// Since when, as published.
    pub since: Option<crate::PartialDate>,
    /// Who does it: an entity of the case, if documented.
    pub by: Option<EntityId>,
    /// The group to which it is done, never persons.
    pub group: String,
    /// Where it stands.
    pub place: Place,
}
