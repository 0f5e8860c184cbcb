//! How is a longer answer written in JSON?

use dossier::rows;
use serde::Serialize;

use super::{Sentence, Source};

/// The answer of `explain` and of `mine`.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    title: String,
    blocks: Vec<Block>,
    sources: Vec<Source>,
}

/// A piece of a page.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Block {
    Heading { text: String },
    Paragraph(Sentence),
    Entry { label: String, text: String },
    Table { head: Vec<String>, rows: Vec<Vec<String>> },
    Letter { text: String },
}

impl Page {
    pub(crate) fn new(page: &rows::Page) -> Self {
        Self {
            title: page.title.clone(),
            blocks: page.blocks.iter().map(block).collect(),
            sources: page.sources.iter().map(Source::new).collect(),
        }
    }
}

fn block(block: &rows::Block) -> Block {
    match block {
        rows::Block::Heading(text) => Block::Heading { text: text.clone() },
        rows::Block::Paragraph(sentence) => Block::Paragraph(Sentence::new(sentence)),
        rows::Block::Entry(label, text) => Block::Entry { label: label.clone(), text: text.clone() },
        rows::Block::Table { head, rows } => Block::Table { head: head.clone(), rows: rows.clone() },
        rows::Block::Letter(text) => Block::Letter { text: text.clone() },
    }
}
