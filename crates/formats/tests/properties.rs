//! Does any file break a reader? Arbitrary bytes and files that nearly fit: no panic, and every row is accounted for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use daylight_formats::holdings::Layout;
use daylight_formats::{detect, ecb_rates, entities, holdings, links};
use proptest::prelude::*;

/// Every reader reads these bytes to the end and counts every row.
fn every_reader(bytes: &[u8]) {
    macro_rules! check {
        ($rows:expr) => {
            let mut rows = $rows;
            let given: Vec<_> = rows.by_ref().collect();
            let counts = rows.counts();
            common::read(given.into_iter(), |record| format!("{record:?}"), || counts);
        };
    }
    for layout in Layout::ALL {
        check!(holdings::read(layout, bytes, "f.csv"));
    }
    check!(ecb_rates::read(bytes, "f.csv"));
    check!(entities::read(bytes, "f.csv"));
    check!(links::read(bytes, "f.csv"));
    detect::detect(bytes).unwrap();
}

fn cell() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "",
        "-",
        "N/A",
        "\u{a0}",
        "0",
        "0.32",
        "1,234",
        "1,234.50",
        "(5)",
        "-5",
        "101",
        "0.32%",
        "1e9",
        "79228162514264337593543950335",
        "0.0000000000000000000000000001",
        "USD",
        "usd",
        "Total",
        "TOTAL SA",
        "Equity",
        "Cash",
        "FX",
        "2019-12-31",
        "07/09/2021",
        "2019-12",
        "CNE100000PM8",
        "CNE100000PM9",
        "BD5CPQ2",
        "037833100",
        "002236.SZ",
        "2230",
        "Shenzhen Stock Exchange",
        "XSHE",
        "hikvision",
        "海康威视",
        "short",
        "manager",
        "owns",
        "Company",
        "The content herein",
        "a;b",
        "a\tb",
        "\"",
        "\"\"",
        "é",
    ]);
    prop_oneof![4 => words.prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

const HEADERS: [&str; 8] = [
    "date,company,value,currency,share,capacity,instrument,security",
    "Name;ISIN;SEDOL;CUSIP;LEI;Ticker;MIC;Market Value(USD);Weight (%);Number of shares;Ownership",
    "Region,Country,Name,Industry,Market Value(NOK),Market Value(USD),Voting,Ownership,Incorporation Country",
    "Ticker,Name,Asset Class,Weight (%),Shares,Market Value,SEDOL,ISIN,Exchange,Location,Currency",
    ",600519.SS,002236.SZ,Cash,Kweichow,600519.SS,SUM,",
    "id,schema,name,aliases,country,isin,lei,ticker,mic",
    "subject,link,object,share,votes,control,value,currency,date,until",
    "Date,USD,JPY,CYP,XQX,",
];

fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let row = prop::collection::vec(cell(), 0..13);
    (
        prop::sample::select(HEADERS.to_vec()),
        prop::sample::select(vec!["", "\u{feff}", "A fund\n\u{a0}\n"]),
        prop::collection::vec(row, 0..8),
    )
        .prop_map(|(header, before, rows)| {
            let separator = if header.contains(';') { ";" } else { "," };
            let rows: Vec<String> = rows.iter().map(|row| row.join(separator)).collect();
            format!("{before}{header}\n{}\n", rows.join("\n")).into_bytes()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        every_reader(&bytes);
    }

    #[test]
    fn arbitrary_bytes_behind_a_header(at in 0..HEADERS.len(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut file = format!("{}\n", HEADERS[at]).into_bytes();
        file.extend(bytes);
        every_reader(&file);
    }

    #[test]
    fn files_that_nearly_fit(bytes in nearly()) {
        every_reader(&bytes);
    }
}
