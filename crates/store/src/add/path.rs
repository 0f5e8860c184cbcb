//! Where does a file stand in the case, and what do its name and its bytes say?
#![allow(clippy::disallowed_methods, reason = "store is the one room that opens and writes files of a case")]

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use formats::holdings::Layout;
use model::{Day, PartialDate};

use crate::fs;

/// What is wrong with a path as the path of a file, and what to do.
pub(super) fn no_file(path: &Path) -> Option<(&'static str, &'static str)> {
    if path.is_file() {
        return None;
    }
    Some(if path.is_dir() {
        ("this is a folder", "name the files in it")
    } else if path.exists() {
        ("this is a pipe or a device, and it can be read only once", "save what comes out of it into a file, and add that")
    } else {
        ("there is no such file", "name a file")
    })
}

/// Where a file stands, or will stand, in the case, and whether it stands there already.
pub(super) fn in_case(dir: &Path, path: &Path, name: &str) -> (bool, String) {
    let inside = || {
        let (root, real) = (dir.canonicalize().ok()?, path.canonicalize().ok()?);
        let inner = real.strip_prefix(&root).ok()?;
        let parts: Option<Vec<&str>> = inner.components().map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    };
    inside().map_or_else(|| (false, format!("data/{name}")), |file| (true, file))
}

/// What stands in the way of writing a path inside the case into `case.toml`, and of finding the file there on every system.
pub(super) fn unwritable(file: &str) -> Option<String> {
    if let Some(c) = file.chars().find(|c| c.is_control() || matches!(c, ':' | '\\' | '*' | '?' | '"' | '<' | '>' | '|')) {
        return Some(format!("the name of the file has {} in it", c.escape_default()));
    }
    let plain = fs::inside(file).as_deref() == Some(file) && file.split('/').all(|part| part.trim() == part);
    (!plain).then(|| "the name of the file begins or ends with a space".to_owned())
}

/// Whether the folder in which a file will stand leads out of the case, or is no folder.
pub(super) fn bad_folder(dir: &Path, file: &str) -> Option<&'static str> {
    let folder = dir.join(file).parent()?.to_owned();
    let Ok(real) = folder.canonicalize() else { return None };
    if !real.is_dir() {
        return Some("`data` in the case is no folder");
    }
    let root = dir.canonicalize().ok()?;
    (!real.starts_with(root)).then_some("`data` in the case is a link that leads out of it")
}

/// Whether two files hold the same bytes.
pub(super) fn same_bytes(left: &Path, right: &Path) -> io::Result<bool> {
    use std::io::Read;
    if left.metadata()?.len() != right.metadata()?.len() {
        return Ok(false);
    }
    let (mut left, mut right) = (BufReader::new(File::open(left)?).bytes(), BufReader::new(File::open(right)?).bytes());
    loop {
        match (left.next().transpose()?, right.next().transpose()?) {
            (None, None) => return Ok(true),
            (a, b) if a != b => return Ok(false),
            _ => {}
        }
    }
}

/// The day that the name of a file says: `..._2022-03-10.csv`; Norges Bank's `EQ_2019_...` is of the year's last day.
pub(super) fn day_of(name: &str, layout: Layout) -> Option<Day> {
    let parts: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let day = parts.windows(3).find_map(|part| match part {
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            PartialDate::parse(&format!("{year}-{month}-{day}")).ok().map(PartialDate::first)
        }
        _ => None,
    });
    let year = || match parts.iter().filter(|part| part.len() == 4).collect::<Vec<_>>().as_slice() {
        [year] => PartialDate::parse(year).ok().map(PartialDate::last),
        _ => None,
    };
    day.or_else(|| (layout == Layout::Nbim).then(year).flatten())
}

/// The name of a file as an id; none where no letter of it can stand in one.
pub(super) fn id_of(name: &str) -> Option<String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain: String = stem.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let id = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    (!id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_make_ids_and_days() {
        let table =
            [("EQ_2019_Country.csv", Some("eq-2019-country"), Some("2019-12-31")), ("IEMG_2020-03-09.csv", Some("iemg-2020-03-09"), None)];
        for (name, id, year) in table {
            assert_eq!(
                (id_of(name).as_deref(), day_of(name, Layout::Nbim).map(|day| day.to_string())),
                (id, year.or(Some("2020-03-09")).map(str::to_owned))
            );
        }
        assert_eq!(id_of("海康.csv"), None);
        assert_eq!(day_of("EQ_2019_Country.csv", Layout::Positions), None);
    }

    #[test]
    fn names_that_cannot_be_written_down() {
        for bad in ["data/a:b.csv", "data/a\\b.csv", "data/a\nb.csv", "data/ a.csv", "data/a.csv "] {
            assert!(unwritable(bad).is_some(), "{bad:?}");
        }
        assert_eq!(unwritable("data/Bestände 2019 (neu).csv"), None);
    }
}
