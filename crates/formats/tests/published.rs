//! Are the files as published read as they are? Each real file with its counts, its rules and the rows that matter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]
#![allow(clippy::disallowed_methods, reason = "the published files lie beside the repository; DAYLIGHT_SHARED says where")]

mod common;

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use daylight_formats::csv::{Raw, Reader};
use daylight_formats::detect::detect;
use daylight_formats::holdings::{HoldingRow, Layout, Scheme};
use expect_test::{Expect, expect};
use model::money::Decimal;

/// The folder of published holdings, `None` where it is not there.
fn folder() -> Option<PathBuf> {
    let Ok(shared) = std::env::var("DAYLIGHT_SHARED") else {
        eprintln!("SKIPPED: the published files were not read, DAYLIGHT_SHARED is not set");
        return None;
    };
    let folder = Path::new(&shared).join("data/holdings");
    if !folder.is_dir() {
        eprintln!("SKIPPED: there are no published files in {}", folder.display());
        return None;
    }
    Some(folder)
}

/// Reads a file by the layout that its content shows; its layout, counts, rules and sums, and the rows that are wanted.
fn told(folder: &Path, file: &str, wanted: impl Fn(&HoldingRow) -> bool) -> String {
    let open = || BufReader::new(File::open(folder.join(file)).unwrap());
    let detected = detect(open()).unwrap();
    let layout = detected.layout().unwrap_or_else(|| panic!("{file} is {detected:?}"));
    let (read, summary) = common::holdings(layout, open());
    let c = read.counts;
    let mut lines = vec![
        format!("{file}: {layout}"),
        format!("rows {} = records {} + problems {} + skipped {}", c.rows, c.records, c.problems, c.skipped),
    ];
    lines.extend(read.skipped.iter().map(|(rule, count)| format!("skipped {count}: {rule}")));
    lines.extend(read.problems.iter().cloned());
    let with = |scheme: Scheme| read.records.iter().filter(|row| row.identifiers.iter().any(|id| id.scheme() == scheme)).count();
    let schemes: Vec<String> = Scheme::ALL.into_iter().filter(|s| with(*s) > 0).map(|s| format!("{s} {}", with(s))).collect();
    let none = read.records.iter().filter(|row| row.identifiers.is_empty()).count();
    lines.push(format!("identifiers: {}none {none}", schemes.iter().map(|s| format!("{s}, ")).collect::<String>()));
    if !summary.weights.is_empty() {
        lines.push(common::sums(&summary));
    }
    lines.extend(read.records.iter().filter(|row| wanted(row)).map(common::show));
    lines.push(String::new());
    lines.join("\n")
}

fn named(row: &HoldingRow, parts: &[&str]) -> bool {
    let name = row.name.as_deref().unwrap_or_default().to_lowercase();
    parts.iter().any(|part| name.contains(part))
}

#[test]
fn nbim_of_every_year() {
    let Some(folder) = folder() else { return };
    let wanted = |row: &HoldingRow| named(row, &["hikvision", "dahua", "iflytek", "huawei", "xintec", "total sa", "total se"]);
    let all: Vec<String> = (2010..=2020).map(|year| told(&folder, &format!("nbim/EQ_{year}_Country.csv"), wanted)).collect();
    let expected: Expect = expect![[r#"
        nbim/EQ_2010_Country.csv: nbim
        rows 8495 = records 8495 + problems 0 + skipped 0
        identifiers: none 8495
        861 | name=Anhui USTC iFlytek Co Ltd | amount=USD 605414 | other=NOK 3518970 | share=0.025-0.035% | votes=0.025-0.035% | country=China
        1193 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 532111 | other=NOK 3092893 | share=0.005-0.015% | votes=0.005-0.015% | country=China
        1207 | name=Hebei Cangzhou Dahua Co Ltd | amount=USD 98102 | other=NOK 570219 | share=0.015-0.025% | votes=0.015-0.025% | country=China
        1809 | name=Zhejiang Dahua Technology Co Ltd | amount=USD 455658 | other=NOK 2648514 | share=0.025-0.035% | votes=0.025-0.035% | country=China
        2133 | name=Total SA | amount=USD 1992610783 | other=NOK 11582050175 | share=1.585-1.595% | votes=1.445-1.455% | country=France

        nbim/EQ_2011_Country.csv: nbim
        rows 8005 = records 8005 + problems 0 + skipped 0
        identifiers: none 8005
        791 | name=Anhui USTC iFlytek Co Ltd | amount=USD 937649 | other=NOK 5595840 | share=0.065-0.075% | votes=0.065-0.075% | country=China
        1127 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 508075 | other=NOK 3032166 | share=0.005-0.015% | votes=0.005-0.015% | country=China
        1141 | name=Hebei Cangzhou Dahua Co Ltd | amount=USD 56858 | other=NOK 339325 | share=0.015-0.025% | votes=0.015-0.025% | country=China
        1730 | name=Zhejiang Dahua Technology Co Ltd | amount=USD 564198 | other=NOK 3367106 | share=0.025-0.035% | votes=0.025-0.035% | country=China
        2058 | name=Total SA | amount=USD 2407788087 | other=NOK 14369558915 | share=1.985-1.995% | votes=1.975-1.985% | country=France

        nbim/EQ_2012_Country.csv: nbim
        rows 7428 = records 7428 + problems 0 + skipped 0
        identifiers: none 7428
        896 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 7983385 | other=NOK 44429535 | share=0.075-0.085% | votes=0.075-0.085% | country=China
        1382 | name=Total SA | amount=USD 2608116799 | other=NOK 14514822013 | share=2.135-2.145% | votes=1.965-1.975% | country=France

        nbim/EQ_2013_Country.csv: nbim
        rows 8213 = records 8213 + problems 0 + skipped 0
        identifiers: none 8213
        1132 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 17184617 | other=NOK 104256494 | share=0.105-0.115% | votes=0.105-0.115% | country=China
        1684 | name=Total SA | amount=USD 3003045997 | other=NOK 18219029606 | share=2.055-2.065% | votes=2.045-2.055% | country=France

        nbim/EQ_2014_Country.csv: nbim
        rows 9134 = records 9134 + problems 0 + skipped 0
        identifiers: none 9134
        1112 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 7397460 | other=NOK 55462830 | share=0.045-0.055% | votes=0.045-0.055% | country=China
        1771 | name=Total SA | amount=USD 2388369824 | other=NOK 17906922173 | share=1.945-1.955% | votes=1.765-1.775% | country=France

        nbim/EQ_2015_Country.csv: nbim
        rows 9050 = records 9050 + problems 0 + skipped 0
        identifiers: none 9050
        1063 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 49215248 | other=NOK 435621390 | share=0.225-0.235% | votes=0.225-0.235% | country=China
        1086 | name=Huawei Technology Co Ltd | amount=USD 4711818 | other=NOK 41705948 | share=0.275-0.285% | votes=0.275-0.285% | country=China
        1097 | name=Iflytek Co Ltd | amount=USD 610033 | other=NOK 5399618 | share=0.005-0.015% | votes=0.005-0.015% | country=China
        1330 | name=Zhejiang Dahua Technology Co Ltd | amount=USD 4361509 | other=NOK 38605241 | share=0.065-0.075% | votes=0.065-0.075% | country=China
        1737 | name=TOTAL SA | amount=USD 1740163735 | other=NOK 15402798276 | share=1.585-1.595% | votes=1.445-1.455% | country=France

        nbim/EQ_2016_Country.csv: nbim
        rows 8985 = records 8985 + problems 0 + skipped 0
        identifiers: none 8985
        1054 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 55521614 | other=NOK 477913393 | share=0.265-0.275% | votes=0.265-0.275% | country=China
        1076 | name=Huawei Culture Co Ltd | amount=USD 6398626 | other=NOK 55077457 | share=0.35-0.45% | votes=0.35-0.45% | country=China
        1086 | name=Iflytek Co Ltd | amount=USD 7057527 | other=NOK 60749073 | share=0.135-0.145% | votes=0.135-0.145% | country=China
        1304 | name=Zhejiang Dahua Technology Co Ltd | amount=USD 6505814 | other=NOK 56000094 | share=0.105-0.115% | votes=0.105-0.115% | country=China
        1695 | name=TOTAL SA | amount=USD 2017589946 | other=NOK 17366808976 | share=1.615-1.625% | votes=1.525-1.535% | country=France

        nbim/EQ_2017_Country.csv: nbim
        rows 9146 = records 9146 + problems 0 + skipped 0
        identifiers: none 9146
        1080 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 41461468 | other=NOK 339127856 | share=0.075-0.085% | votes=0.075-0.085% | country=China
        1104 | name=Huawei Culture Co Ltd | amount=USD 4603430 | other=NOK 37653067 | share=0.35-0.45% | votes=0.35-0.45% | country=China
        1112 | name=Iflytek Co Ltd | amount=USD 4936619 | other=NOK 40378334 | share=0.035-0.045% | votes=0.035-0.045% | country=China
        1359 | name=Zhejiang Dahua Technology Co Ltd | amount=USD 41969557 | other=NOK 343283695 | share=0.405-0.415% | votes=0.405-0.415% | country=China
        1764 | name=TOTAL SA | amount=USD 2500099886 | other=NOK 20449192002 | share=1.785-1.795% | votes=1.675-1.685% | country=France

        nbim/EQ_2018_Country.csv: nbim
        rows 9158 = records 9158 + problems 0 + skipped 0
        identifiers: none 9158
        1073 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 110161409 | other=NOK 953904167 | share=0.315-0.325% | votes=0.315-0.325% | country=China
        1104 | name=Iflytek Co Ltd | amount=USD 5780827 | other=NOK 50057046 | share=0.075-0.085% | votes=0.075-0.085% | country=China
        1369 | name=Zhejiang Dahua Technology Co Ltd | amount=USD 23954106 | other=NOK 207422194 | share=0.475-0.485% | votes=0.475-0.485% | country=China
        1770 | name=TOTAL SA | amount=USD 2861690360 | other=NOK 24779806080 | share=2.015-2.025% | votes=2.015-2.025% | country=France

        nbim/EQ_2019_Country.csv: nbim
        rows 9202 = records 9202 + problems 0 + skipped 0
        identifiers: none 9202
        1115 | name=Hangzhou Hikvision Digital Technology Co Ltd | amount=USD 141233203 | other=NOK 1241058528 | share=0.315-0.325% | votes=0.315-0.325% | country=China
        1159 | name=Iflytek Co Ltd | amount=USD 6904411 | other=NOK 60671128 | share=0.055-0.065% | votes=0.055-0.065% | country=China
        1538 | name=Zhejiang Dahua Technology Co Ltd | amount=USD 29714985 | other=NOK 261114487 | share=0.345-0.355% | votes=0.345-0.355% | country=China
        1915 | name=TOTAL SA | amount=USD 3353006295 | other=NOK 29463872214 | share=2.325-2.335% | votes=2.325-2.335% | country=France

        nbim/EQ_2020_Country.csv: nbim
        rows 9123 = records 9123 + problems 0 + skipped 0
        identifiers: none 9123
        1839 | name=TOTAL SE | amount=USD 2753705824 | other=NOK 23577091580 | share=2.35-2.45% | votes=2.35-2.45% | country=France
        6574 | name=XinTec Inc | amount=USD 10703840 | other=NOK 91645745 | share=0.55-0.65% | votes=0.55-0.65% | country=Taiwan
    "#]];
    expected.assert_eq(&all.join("\n"));
}

/// A file as text.
fn text(folder: &Path, file: &str) -> String {
    let mut text = String::new();
    File::open(folder.join(file)).unwrap().read_to_string(&mut text).unwrap();
    text.trim_start_matches('\u{feff}').to_owned()
}

/// The same table with each cell changed, separated by something else.
fn rewritten(text: &str, separator: &str, change: impl Fn(&str) -> String) -> String {
    let mut reader = Reader::new(text.as_bytes(), "");
    let mut lines = Vec::new();
    while let Some(raw) = reader.next_row().unwrap() {
        let Raw::Fields(fields) = raw else { panic!("a fault in a published file") };
        let cells: Vec<String> = fields.iter().map(|cell| format!("\"{}\"", change(cell).replace('"', "\"\""))).collect();
        lines.push(cells.join(separator) + "\n");
    }
    lines.concat()
}

#[test]
fn nbim_in_another_encoding() {
    let Some(folder) = folder() else { return };
    let text = text(&folder, "nbim/EQ_2019_Country.csv");
    let (plain, _) = common::holdings(Layout::Nbim, text.as_bytes());
    let marked = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(common::holdings(Layout::Nbim, marked.as_bytes()).0.lines, plain.lines);
    for separator in [";", "\t"] {
        let other = rewritten(&text, separator, str::to_owned);
        assert_eq!(detect(other.as_bytes()).unwrap().as_str(), "nbim");
        assert_eq!(common::holdings(Layout::Nbim, other.as_bytes()).0.lines, plain.lines);
    }
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(common::holdings(Layout::Nbim, &utf16[..]).0.lines, ["1 not-utf8: the file is UTF-16"]);
    // Whoever reads any portfolio understands it too, but for its percentages, which do not say that they are some.
    let (any, _) = common::holdings(Layout::Positions, text.as_bytes());
    assert_eq!(any.counts.records, plain.counts.records);
    assert!(any.records.iter().all(|row| row.share.is_none()));
    assert_eq!(any.problems.iter().filter(|problem| problem.contains("percent or a fraction")).count(), 2, "{:?}", any.problems);
}

#[test]
fn ishares_as_it_is_downloaded() {
    let Some(folder) = folder() else { return };
    let text = text(&folder, "IEMG_holdings_2020-03.csv");
    let (plain, _) = common::holdings(Layout::Ishares, text.as_bytes());
    let before = "iShares Core MSCI Emerging Markets ETF\nFund Holdings as of,\"Mar 09, 2020\"\nInception Date,\"Oct 18, 2012\"\n\
        Shares Outstanding,\"1,043,400,000.00\"\nStock,\"-\"\nBond,\"-\"\nCash,\"-\"\nOther,\"-\"\n\u{a0}\n";
    let below = "\n\u{a0}\n\"The content contained herein is owned or licensed by BlackRock.\"\n";
    let whole = format!("\u{feff}{before}{text}{below}");
    assert_eq!(detect(whole.as_bytes()).unwrap().as_str(), "ishares");
    let (read, summary) = common::holdings(Layout::Ishares, whole.as_bytes());
    assert_eq!(summary.as_of, ["2020-03-09".parse().unwrap()]);
    assert_eq!(read.counts.records, plain.counts.records);
    assert_eq!(read.counts.rows, plain.counts.rows + 11);
    assert!(read.records.iter().all(|row| row.days == summary.as_of));
    assert!(read.records.iter().zip(&plain.records).all(|(one, other)| one.identifiers == other.identifiers && one.amount == other.amount));
}

#[test]
fn a_wide_extract_in_fractions() {
    let Some(folder) = folder() else { return };
    let text = text(&folder, "ASHR_extract_2021-07.csv");
    let fraction = |cell: &str| match Decimal::from_str_exact(cell) {
        Ok(percent) => (percent / Decimal::ONE_HUNDRED).to_string(),
        Err(_) => cell.to_owned(),
    };
    let (plain, _) = common::holdings(Layout::Wide, text.as_bytes());
    let (read, summary) = common::holdings(Layout::Wide, rewritten(&text, ",", fraction).as_bytes());
    assert_eq!(read.counts, plain.counts);
    assert_eq!(summary.weights[0].stated.unwrap().normalize().to_string(), "91.4");
    assert_eq!(summary.weights[0].records.normalize().to_string(), "90.82");
}

#[test]
fn ishares_core_emerging_markets() {
    let Some(folder) = folder() else { return };
    let wanted = |row: &HoldingRow| {
        named(
            row,
            &["hikvision", "iflytek", "dahua", "total access", "standard bank", "tencent holdings", "altus san nicolas", "legend holdings"],
        )
    };
    let expected: Expect = expect![[r#"
        IEMG_holdings_2020-03.csv: ishares
        rows 2509 = records 2479 + problems 0 + skipped 30
        skipped 24: cash
        skipped 1: cash collateral
        skipped 4: currency forward
        skipped 1: future
        2476 bad-identifier: `9965714` is no SEDOL
        2493 bad-identifier: `9994JV2` is no SEDOL
        2510 bad-identifier: `9931182` is no SEDOL
        identifiers: isin 2471, sedol 2474, ticker 2445, none 4
        as of: no date
        weights of no date: records 99.54, skipped 0.54, stated -
        3 | name=TENCENT HOLDINGS LTD | ids=isin:KYG875721634 sedol:BMMV2K8 ticker:XHKG:0700 | amount=USD 2542335774.5 | weight=4.485-4.495% | quantity=50133700 | security=isin:KYG875721634 | country=China
        76 | name=STANDARD BANK GROUP | ids=isin:ZAE000109815 sedol:B030GJ7 ticker:XJSE:SBK | amount=USD 110215490.51 | weight=0.185-0.195% | quantity=11192914 | security=isin:ZAE000109815 | country=South Africa
        403 | name=HANGZHOU HIKVISION DIGITAL TECHNOL | ids=isin:CNE100000PM8 sedol:BD5CPQ2 ticker:XSHE:002415 | amount=USD 25883836.92 | weight=0.045-0.055% | quantity=5010165 | security=isin:CNE100000PM8 | country=China
        863 | name=IFLYTEK LTD A | ids=isin:CNE100000B81 sedol:BD5CNN5 ticker:XSHE:002230 | amount=USD 11341159.24 | weight=0.015-0.025% | quantity=1796784 | security=isin:CNE100000B81 | country=China
        1118 | name=TOTAL ACCESS COMMUNICATION NON-VOT | ids=isin:TH0554010R14 sedol:B1YWK08 ticker:XBKK:DTAC.R | amount=USD 7971396.86 | weight=0.005-0.015% | quantity=6794000 | security=isin:TH0554010R14 | country=Thailand
        1147 | name=ZHEJIANG DAHUA TECHNOLOGY LTD A | ids=isin:CNE100000BJ4 sedol:BD5CNJ1 ticker:XSHE:002236 | amount=USD 7651266.3 | weight=0.005-0.015% | quantity=2684229 | security=isin:CNE100000BJ4 | country=China
        1328 | name=LEGEND HOLDINGS CORP H | ids=isin:CNE100001ZT0 sedol:BYMW733 ticker:XHKG:3396 | amount=USD 6213573.59 | weight=0.005-0.015% | quantity=3657300 | security=isin:CNE100001ZT0 | country=China
        2508 | name=ALTUS SAN NICOLAS CORP | ids=sedol:BK7ZJ44 | amount=USD 15.55 | weight=0-0.005% | quantity=409331 | security=sedol:BK7ZJ44 | country=Philippines
        2510 | name=LEGEND HOLDINGS CORP H RIGHTS | amount=USD 0.28 | weight=0-0.005% | quantity=221423 | country=China
    "#]];
    expected.assert_eq(&told(&folder, "IEMG_holdings_2020-03.csv", wanted));
}

#[test]
fn ishares_emerging_markets_without_leading_zeros() {
    let Some(folder) = folder() else { return };
    let wanted =
        |row: &HoldingRow| named(row, &["hikvision", "iflytek", "dahua", "adani total", "samsung electronics ltd", "bank vtb", "sk hynix"]);
    let expected: Expect = expect![[r#"
        EEM_holdings_2022-03-10.csv: ishares
        rows 1250 = records 1248 + problems 0 + skipped 2
        skipped 2: empty row
        identifiers: ticker 1222, none 26
        as of: no date
        weights of no date: records 99.67, skipped 0, stated -
        4 | name=SAMSUNG ELECTRONICS LTD | ids=ticker:XKRX:005930 | amount=USD 1013738730.71 | weight=3.85-3.95% | quantity=17487705 | security=ticker:XKRX:005930 | country=Korea (South)
        13 | name=SK HYNIX INC | ids=ticker:XKRX:000660 | amount=USD 195355701.2 | weight=0.745-0.755% | quantity=1999547 | security=ticker:XKRX:000660 | country=Korea (South)
        235 | name=ADANI TOTAL GAS LTD | ids=ticker:XNSE:ATGL | amount=USD 22747874.7 | weight=0.085-0.095% | quantity=1023423 | security=ticker:XNSE:ATGL | country=India
        919 | name=IFLYTEK A | ids=ticker:XSHE:002230 | amount=USD 4274297.17 | weight=0.015-0.025% | quantity=575475 | security=ticker:XSHE:002230 | country=China
        1058 | name=ZHEJIANG DAHUA TECHNOLOGY LTD A | ids=ticker:XSHE:002236 | amount=USD 2610174.8 | weight=0.005-0.015% | quantity=954184 | security=ticker:XSHE:002236 | country=China
        1249 | name=BANK VTB | amount=USD 899.54 | weight=0-0.5% | quantity=11783971998 | country=Russian Federation
    "#]];
    expected.assert_eq(&told(&folder, "EEM_holdings_2022-03-10.csv", wanted));
}

#[test]
fn the_wide_extract_of_a_fund() {
    let Some(folder) = folder() else { return };
    let wanted = |row: &HoldingRow| row.identifiers.iter().any(|id| matches!(id.value(), "XSHE:002236" | "XSHE:002230" | "XSHG:600519"));
    let expected: Expect = expect![[r#"
        ASHR_extract_2021-07.csv: wide
        rows 223 = records 199 + problems 0 + skipped 24
        skipped 2: cash
        skipped 1: sum of the row
        skipped 21: weight of zero
        identifiers: ticker 199, none 0
        as of: no date
        weights of 2021-07-09 or 2021-09-07: records 90.82, skipped 0.58, stated 91.4
        2 | at=column 600519.SS | ids=ticker:XSHG:600519 | days=2021-07-09 or 2021-09-07 | weight=6.025-6.035% | security=ticker:XSHG:600519
        2 | at=column 002230.SZ | ids=ticker:XSHE:002230 | days=2021-07-09 or 2021-09-07 | weight=0.555-0.565% | security=ticker:XSHE:002230
        2 | at=column 002236.SZ | ids=ticker:XSHE:002236 | days=2021-07-09 or 2021-09-07 | weight=0.185-0.195% | security=ticker:XSHE:002236
    "#]];
    expected.assert_eq(&told(&folder, "ASHR_extract_2021-07.csv", wanted));
}
