//! What do the layouts do with the traps that published files hold? Small files, whole answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use std::io::BufReader;

use daylight_formats::holdings::Layout;
use expect_test::{Expect, expect};

fn check(layout: Layout, text: &str, expected: &Expect) {
    let (read, summary) = common::holdings(layout, text.as_bytes());
    let c = read.counts;
    let counts = format!("rows {} = records {} + problems {} + skipped {}", c.rows, c.records, c.problems, c.skipped);
    expected.assert_eq(&format!("{}\n{counts}\n{}\n", read.lines.join("\n"), common::sums(&summary)));
    // One byte at a time gives the same rows.
    let (slow, _) = common::holdings(layout, BufReader::with_capacity(1, text.as_bytes()));
    assert_eq!(slow.lines, read.lines);
}

#[test]
fn the_case_format_is_read_as_ever() {
    check(
        Layout::Positions,
        "\u{feff}Company , DATE,value,currency,share,capacity,instrument,security\r\n\
         hikvision,2019-12-31,141233203,USD,0.32%,manager,short,isin:CNE100000PM8\r\n\
         hikvision,2019-12-31,,,,,,\r\n\
         ,,,,,,,\r\n",
        &expect![[r#"
            2 | company=hikvision | ids=isin:CNE100000PM8 | days=2019-12-31 | amount=USD 141233203 | share=0.315-0.325% | capacity=manager | instrument=short | security=isin:CNE100000PM8
            3 | company=hikvision | days=2019-12-31
            4 skipped: empty row
            rows 3 = records 2 + problems 0 + skipped 1
            as of: no date
        "#]],
    );
}

#[test]
fn every_fault_of_a_row_is_told() {
    check(
        Layout::Positions,
        "date,company,value,currency,share,capacity,instrument\n\
         2019-12,,-5,usd,101%,owner,call\n\
         2019-12-31,a,5,,,,\n\
         2019-12-31,a,,USD,,,\n\
         2019-12-31,a,-,USD,,,\n\
         2019-12-31,a,-5,USD,,,long\n\
         2019-12-31,a,-5,USD,,,\n\
         2019-12-31,a,1,234,USD,,\n\
         2019-12-31,a\n",
        &expect![[r#"
            2 bad-date: `2019-12` is not a day
            2 bad-row: `company` is empty
            2 unknown-currency: `usd` is not a currency code
            2 bad-share: `101%` is not a share between 0 and 100%
            2 unknown-word: `owner` is no word for `capacity`
            2 unknown-word: `call` is no word for `instrument`
            3 unknown-currency: the value `5` has no currency
            4 bad-amount: a currency without a value
            5 | company=a | days=2019-12-31
            6 bad-amount: a negative figure, and the instrument `long`
            7 | company=a | days=2019-12-31 | amount=USD 5 | instrument=short
            8 unknown-currency: `234` is not a currency code
            8 bad-share: `USD` is not a share
            9 bad-row: 2 fields where the header has 7
            rows 8 = records 2 + problems 6 + skipped 0
            as of: no date
        "#]],
    );
}

#[test]
fn columns_under_the_names_that_people_give_them() {
    check(
        Layout::Positions,
        "Security Name;ISIN;SEDOL;Ticker;Exchange;Market Value(USD);Currency;Ownership (%);% of fund;Number of shares;As of;Location\n\
         HIKVISION;CNE100000PM8;BD5CPQ2;2415;Shenzhen Stock Exchange;25,883,836.92;CNY;0.05;0.05;5,010,165;31/12/2019;China\n\
         Dahua A;;-;2236;Some Market;N/A;CNY;-;--;;12/31/2019;China\n",
        &expect![[r#"
            2 | name=HIKVISION | ids=isin:CNE100000PM8 sedol:BD5CPQ2 ticker:XSHE:002415 | days=2019-12-31 | amount=USD 25883836.92 | share=0.045-0.055% | weight=0.045-0.055% | quantity=5010165 | security=isin:CNE100000PM8 | country=China
            3 | name=Dahua A | days=2019-12-31 | country=China
            rows 2 = records 2 + problems 0 + skipped 0
            as of: no date
            weights of 2019-12-31: records 0.05, skipped 0, stated -
        "#]],
    );
    check(
        Layout::Positions,
        "symbol\tquantity\n002236.SZ\t100\nAAPL\t5\nXNAS:AAPL\t5\n",
        &expect![[r#"
            2 | ids=ticker:XSHE:002236 | quantity=100 | security=ticker:XSHE:002236
            3 bad-row: nothing in the row names a company
            4 | ids=ticker:XNAS:AAPL | quantity=5 | security=ticker:XNAS:AAPL
            rows 3 = records 2 + problems 1 + skipped 0
            as of: no date
        "#]],
    );
    check(
        Layout::Positions,
        "Company,ISIN\nHangzhou Hikvision,CNE100000PM8\nhikvision,\n",
        &expect![[r#"
            2 | name=Hangzhou Hikvision | ids=isin:CNE100000PM8 | security=isin:CNE100000PM8
            3 | company=hikvision
            rows 2 = records 2 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
}

#[test]
fn headers_that_cannot_be_read() {
    check(
        Layout::Positions,
        "",
        &expect![[r#"
            0 empty-file: the file is empty
            rows 0 = records 0 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
    check(
        Layout::Positions,
        "date,company,value\n2019-12-31,a,5\n",
        &expect![[r#"
            1 missing-column: there is no column `currency`
            rows 0 = records 0 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
    check(
        Layout::Positions,
        "date,company,currency\n2019-12-31,a,USD\n",
        &expect![[r#"
            1 missing-column: there is no column `value`
            rows 0 = records 0 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
    check(
        Layout::Positions,
        "date,value,currency\n2019-12-31,5,USD\n",
        &expect![[r#"
            1 missing-column: there is no column `company`
            rows 0 = records 0 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
    check(
        Layout::Positions,
        "date,company,note,date,as of,\n2019-12-31,a,x,y,z,\n",
        &expect![[r#"
            1 unknown-column: the column `note` is not read
            1 unknown-column: the column `date` stands here twice
            1 unknown-column: the columns `date` and `as of` are one
            2 | company=a | days=2019-12-31
            rows 1 = records 1 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
    check(
        Layout::Nbim,
        "Ticker,Name,Asset Class\n",
        &expect![[r#"
            1 unknown-column: the column `Ticker` is not read
            1 unknown-column: the column `Asset Class` is not read
            1 missing-column: there is no column `Ownership`
            1 missing-column: there is no column `Market Value(USD)`
            rows 0 = records 0 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
    check(
        Layout::Ishares,
        "Name,Ownership\n",
        &expect![[r#"
            1 unknown-column: the column `Ownership` is not read
            1 missing-column: there is no column `Asset Class`
            1 missing-column: there is no column `Weight (%)`
            rows 0 = records 0 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
    check(
        Layout::Wide,
        "Date,Hikvision\n2021-07-09,5\n",
        &expect![[r#"
            1 missing-column: there is no column `TICKER.SUFFIX`
            rows 0 = records 0 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
}

#[test]
fn a_header_is_searched_in_the_first_rows() {
    check(
        Layout::Positions,
        "A fund\nCompany,ACME\nAs of,2020-03-09\n\nName,ISIN,Units\nHikvision,CNE100000PM8,5\n",
        &expect![[r#"
        1 skipped: text before the header
        2 skipped: text before the header
        3 skipped: text before the header
        6 | name=Hikvision | ids=isin:CNE100000PM8 | days=2020-03-09 | quantity=5 | security=isin:CNE100000PM8
        rows 4 = records 1 + problems 0 + skipped 3
        as of: 2020-03-09
    "#]],
    );
    let far = |rows: usize| format!("{}name,isin\nHikvision,CNE100000PM8\n", "a,b,c\n".repeat(rows));
    let records = |text: &str| common::holdings(Layout::Positions, text.as_bytes()).0.counts.records;
    assert_eq!((records(&far(49)), records(&far(50))), (1, 0));
    check(
        Layout::Positions,
        &far(50),
        &expect![[r#"
        1 missing-column: there is no column `company`
        rows 0 = records 0 + problems 0 + skipped 0
        as of: no date
    "#]],
    );
    let (read, _) = common::holdings(Layout::Ishares, &b"caf\xE9\nName,Asset Class,Weight (%)\nA,Equity,5\n"[..]);
    assert_eq!(read.lines, ["1 not-utf8: a row that is no UTF-8", "3 | name=A | weight=4.5-5.5%"]);
    assert_eq!((read.counts.rows, read.counts.problems), (2, 1));
}

#[test]
fn figures_of_two_readings_are_never_guessed() {
    check(
        Layout::Positions,
        "name,value,currency\n\
         a,\"1,234,567\",USD\n\
         b,\"1,234.50\",USD\n\
         c,\"1,234\",USD\n\
         d,\"1.234,50\",USD\n\
         e,\"12,5\",USD\n\
         f,\"(1,234,567)\",USD\n",
        &expect![[r#"
            2 | name=a | amount=USD 1234567
            3 | name=b | amount=USD 1234.5
            4 bad-amount: `1,234` is not an amount
            5 bad-amount: `1.234,50` is not an amount
            6 bad-amount: `12,5` is not an amount
            7 | name=f | amount=USD 1234567 | instrument=short
            rows 6 = records 3 + problems 3 + skipped 0
            as of: no date
        "#]],
    );
}

#[test]
fn a_percentage_says_so_or_is_not_read() {
    check(
        Layout::Positions,
        "name,share,weight\na,0.0032,5.57\nb,0.32%,0.4\nc,0.32,0.5%\nd,32,-0.5%\n",
        &expect![[r#"
            2 bad-share: `5.57` in the column `weight` can be percent or a fraction, so the column is not read
            2 | name=a | share=0.315-0.325%
            3 | name=b | share=0.315-0.325%
            4 | name=c | share=31.5-32.5% | weight=0.45-0.55%
            5 bad-share: `32` is not a share between 0 and 100%
            rows 4 = records 3 + problems 1 + skipped 0
            as of: no date
            weights of no date: records 0.5, skipped 0, stated -
        "#]],
    );
    check(
        Layout::Positions,
        "name,ownership %,weight (%)\na,0.32,5.57\nb,0.32%,-5.57%\n",
        &expect![[r#"
            2 | name=a | share=0.315-0.325% | weight=5.565-5.575%
            3 | name=b | share=0.315-0.325% | weight=5.565-5.575% | instrument=short
            rows 2 = records 2 + problems 0 + skipped 0
            as of: no date
            weights of no date: records 0.00, skipped 0, stated -
        "#]],
    );
}

#[test]
fn a_wrong_check_digit_leaves_the_rest_of_the_row() {
    check(
        Layout::Positions,
        "name,isin,sedol,cusip,lei,security\n\
         a,CNE100000PM9,BD5CPQ2,037833100,549300TRUWO2CD2G5692,\n\
         b,N/A,BD5CPQ3,037833101,549300TRUWO2CD2G5693,isin:CNE100000PM9\n\
         ,CNE100000PM9,,,,\n",
        &expect![[r#"
            2 bad-identifier: `CNE100000PM9` is no ISIN
            2 | name=a | ids=sedol:BD5CPQ2 cusip:037833100 lei:549300TRUWO2CD2G5692 | security=cusip:037833100
            3 bad-identifier: `BD5CPQ3` is no SEDOL
            3 bad-identifier: `037833101` is no CUSIP
            3 bad-identifier: `549300TRUWO2CD2G5693` is no LEI
            3 bad-identifier: `CNE100000PM9` is no ISIN
            3 | name=b | security=isin:CNE100000PM9
            4 bad-row: nothing in the row names a company
            rows 3 = records 2 + problems 1 + skipped 0
            as of: no date
        "#]],
    );
}

#[test]
fn totals_are_no_companies_and_total_is_no_total() {
    check(
        Layout::Positions,
        "name,isin,value,currency\nTOTAL SA,FR0000120271,5,EUR\nTotal System Services,,5,USD\nTotal,,10,USD\nTotal,FR0000120271,5,EUR\nGrand total:,,,\nSource: the fund's own list\n",
        &expect![[r#"
            2 | name=TOTAL SA | ids=isin:FR0000120271 | amount=EUR 5 | security=isin:FR0000120271
            3 | name=Total System Services | amount=USD 5
            4 skipped: total
            5 | name=Total | ids=isin:FR0000120271 | amount=EUR 5 | security=isin:FR0000120271
            6 skipped: total
            7 skipped: text below the table
            rows 6 = records 3 + problems 0 + skipped 3
            as of: no date
        "#]],
    );
    check(
        Layout::Nbim,
        "Region,Country,Name,Industry,Market Value(NOK),Market Value(USD),Voting,Ownership,Incorporation Country\n\
         Europe,France,TOTAL SA,Oil & Gas,10,1,1.45,1.59,France\n\
         Europe,France,Total,Oil & Gas,10,1,1.45,1.59,France\n\
         ,,Total,,20,2,,,\n\
         Total,,,,20,2,,,\n\
         Figures as of the end of the year,,,,,,,,\n",
        &expect![[r#"
            2 | name=TOTAL SA | amount=USD 1 | other=NOK 10 | share=1.585-1.595% | votes=1.445-1.455% | country=France
            3 | name=Total | amount=USD 1 | other=NOK 10 | share=1.585-1.595% | votes=1.445-1.455% | country=France
            4 skipped: total
            5 skipped: total
            6 skipped: text below the table
            rows 5 = records 2 + problems 0 + skipped 3
            as of: no date
        "#]],
    );
}

#[test]
fn nbim_in_other_clothes() {
    check(
        Layout::Nbim,
        "\u{feff}Region;Country;Name;Industry;Market Value (NOK);Market Value (USD);Voting;Ownership;Incorporation Country;ESG\n\
         Asia;China;Hikvision;Industrials;1241058528;141233203;;0.32;China;x\n\
         Asia;China;Dahua;Industrials;1,234;5;0,35;0.35;China;\n\
         Asia;China;Short;Industrials;-50;-5;0.1;0.1;China;\n",
        &expect![[r#"
            1 unknown-column: the column `ESG` is not read
            2 | name=Hikvision | amount=USD 141233203 | other=NOK 1241058528 | share=0.315-0.325% | country=China
            3 bad-amount: `1,234` is not an amount
            3 bad-share: `0,35` is not a share in percent, from 0 to 100
            4 | name=Short | amount=USD 5 | other=NOK 50 | share=0.05-0.15% | votes=0.05-0.15% | instrument=short | country=China
            rows 3 = records 2 + problems 1 + skipped 0
            as of: no date
        "#]],
    );
    check(
        Layout::Nbim,
        "\u{feff}",
        &expect![[r#"
            0 empty-file: the file is empty
            rows 0 = records 0 + problems 0 + skipped 0
            as of: no date
        "#]],
    );
}

#[test]
fn ishares_with_its_lines_before_and_below() {
    check(
        Layout::Ishares,
        "iShares Core MSCI Emerging Markets ETF\n\
         Fund Holdings as of,\"Mar 09, 2020\"\n\
         Inception Date,\"Oct 18, 2012\"\n\
         Shares Outstanding,\"1,043,400,000.00\"\n\
         Stock,\"-\"\nBond,\"-\"\nCash,\"-\"\nOther,\"-\"\n\u{a0}\n\
         Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Shares,CUSIP,ISIN,SEDOL,Price,Location,Exchange,Currency,Surprise\n\
         \"2415\",\"HIKVISION\",\"IT\",\"Equity\",\"25,883,836.92\",\"0.05\",\"25,883,836.92\",\"5,010,165.00\",\"-\",\"CNE100000PM8\",\"BD5CPQ2\",\"5.17\",\"China\",\"Shenzhen Stock Exchange\",\"USD\",\"\"\n\
         \"SBER\",\"SBERBANK\",\"F\",\"Equity\",\"1,234\",\"0.00\",\"-\",\"-1,234\",\"-\",\"-\",\"-\",\"-\",\"Russia\",\"Standard-Classica-Forts\",\"USD\",\"\"\n\
         \"INR\",\"INR CASH\",\"Cash\",\"Cash\",\"5\",\"0.16\",\"5\",\"5\",\"-\",\"-\",\"-\",\"1\",\"India\",\"-\",\"USD\",\"\"\n\
         \"INR\",\"INR/USD\",\"Cash\",\"FX\",\"5\",\"-0.01\",\"5\",\"-5\",\"-\",\"-\",\"-\",\"1\",\"India\",\"-\",\"USD\",\"\"\n\
         \"M\",\"MONEY\",\"Cash\",\"Money Market\",\"5\",\"0.1\",\"5\",\"5\",\"-\",\"-\",\"-\",\"1\",\"US\",\"-\",\"USD\",\"\"\n\
         \"F\",\"FUTURE\",\"Cash\",\"Futures\",\"0\",\"0\",\"5\",\"5\",\"-\",\"-\",\"-\",\"1\",\"US\",\"-\",\"USD\",\"\"\n\
         \"X\",\"ODD\",\"Cash\",\"Art\",\"0\",\"0\",\"5\",\"5\",\"-\",\"-\",\"-\",\"1\",\"US\",\"-\",\"USD\",\"\"\n\
         \"X\",\"WRONG\",\"IT\",\"Equity\",\"1.234,50\",\"0.1\",\"5\",\"5\",\"-\",\"CNE100000PM9\",\"-\",\"1\",\"US\",\"-\",\"usd\",\"\"\n\
         \u{a0},,,,,,,,,,,,,,,\n\
         \u{a0}\n\
         \"The content contained herein is owned or licensed by BlackRock and/or its third-party information providers.\"\n",
        &expect![[r#"
            1 skipped: text before the header
            2 skipped: text before the header
            3 skipped: text before the header
            4 skipped: text before the header
            5 skipped: text before the header
            6 skipped: text before the header
            7 skipped: text before the header
            8 skipped: text before the header
            9 skipped: text before the header
            10 unknown-column: the column `Surprise` is not read
            11 | name=HIKVISION | ids=isin:CNE100000PM8 sedol:BD5CPQ2 ticker:XSHE:002415 | days=2020-03-09 | amount=USD 25883836.92 | weight=0.045-0.055% | quantity=5010165 | security=isin:CNE100000PM8 | country=China
            12 | name=SBERBANK | days=2020-03-09 | amount=USD 1234 | weight=0-0.005% | quantity=1234 | instrument=short | country=Russia
            13 skipped: cash
            14 skipped: currency forward
            15 skipped: money market fund
            16 skipped: future
            17 unknown-word: `Art` is no known asset class
            18 bad-amount: `1.234,50` is not an amount
            18 bad-identifier: `CNE100000PM9` is no ISIN
            19 skipped: empty row
            20 skipped: empty row
            21 skipped: text below the table
            rows 20 = records 2 + problems 2 + skipped 16
            as of: 2020-03-09
            weights of 2020-03-09: records 0.05, skipped 0.25, stated -
        "#]],
    );
    check(
        Layout::Ishares,
        "Name,Asset Class,Weight (%),Market Value\nA,Equity,5,10\n",
        &expect![[r#"
            1 missing-column: there is no column `Currency`
            2 | name=A | weight=4.5-5.5%
            rows 1 = records 1 + problems 0 + skipped 0
            as of: no date
            weights of no date: records 5, skipped 0, stated -
        "#]],
    );
}

#[test]
fn wide_counts_every_cell() {
    check(
        Layout::Wide,
        ",600519.SS,002236.SZ,002230.sz,Kweichow,Cash & Cash Equivalents,600519.SS,Cash,SUM,\n\
         07/09/2021,6.03,0.19,0.5,0.0,0.57,6.03,,91.4,\n\
         2021-07-12,-6.03,,-,0.19%,0.57,,0,101,\n\
         2021-07-32,6,6,6,6,6,6,6,6,\n\
         2021-07-13,6,6\n\
         Total,1,1,1,1,1,1,1,1,\n\
         Weights as published,,,,,,,,,\n",
        &expect![[r#"
            1 unknown-column: the column `600519.SS` stands here twice
            2 | at=column 600519.SS | ids=ticker:XSHG:600519 | days=2021-07-09 or 2021-09-07 | weight=6.025-6.035% | security=ticker:XSHG:600519
            2 | at=column 002236.SZ | ids=ticker:XSHE:002236 | days=2021-07-09 or 2021-09-07 | weight=0.185-0.195% | security=ticker:XSHE:002236
            2 | at=column 002230.sz | name=002230.sz | days=2021-07-09 or 2021-09-07 | weight=0.45-0.55%
            2 skipped: weight of zero
            2 skipped: cash
            2 skipped: column that stands twice
            2 skipped: no weight on that day
            2 skipped: sum of the row
            3 | at=column 600519.SS | ids=ticker:XSHG:600519 | days=2021-07-12 | weight=6.025-6.035% | instrument=short | security=ticker:XSHG:600519
            3 skipped: no weight on that day
            3 skipped: no weight on that day
            3 | at=column Kweichow | name=Kweichow | days=2021-07-12 | weight=0.185-0.195%
            3 skipped: cash
            3 skipped: column that stands twice
            3 skipped: cash
            3 skipped: sum of the row
            4 bad-date: `2021-07-32` is not a date
            5 bad-row: 3 fields where the header has 10
            6 skipped: total
            7 skipped: text below the table
            rows 20 = records 5 + problems 2 + skipped 13
            as of: no date
            weights of 2021-07-09 or 2021-09-07: records 6.72, skipped 0.57, stated 91.4
            weights of 2021-07-12: records -5.84, skipped 0.57, stated 101
        "#]],
    );
}

#[test]
fn wide_decides_percent_by_evidence() {
    check(
        Layout::Wide,
        "Date,600519.SS,002236.SZ\n\
         2021-07-09,0.95,0.0019\n\
         2021-07-12,0.5,0.19\n\
         2021-07-13,0.50%,0.19%\n\
         2021-07-14,1.5,0.19\n\
         2021-07-15,0,0\n\
         2021-07-16,0.95,0.0019\n\
         2021-07-17,101,x\n",
        &expect![[r#"
            2 | at=column 600519.SS | ids=ticker:XSHG:600519 | days=2021-07-09 | weight=94.5-95.5% | security=ticker:XSHG:600519
            2 | at=column 002236.SZ | ids=ticker:XSHE:002236 | days=2021-07-09 | weight=0.185-0.195% | security=ticker:XSHE:002236
            3 bad-share: the weights of the row add up to 0.69, which can be percent or fractions
            4 | at=column 600519.SS | ids=ticker:XSHG:600519 | days=2021-07-13 | weight=0.495-0.505% | security=ticker:XSHG:600519
            4 | at=column 002236.SZ | ids=ticker:XSHE:002236 | days=2021-07-13 | weight=0.185-0.195% | security=ticker:XSHE:002236
            5 | at=column 600519.SS | ids=ticker:XSHG:600519 | days=2021-07-14 | weight=1.45-1.55% | security=ticker:XSHG:600519
            5 | at=column 002236.SZ | ids=ticker:XSHE:002236 | days=2021-07-14 | weight=0.185-0.195% | security=ticker:XSHE:002236
            6 skipped: weight of zero
            6 skipped: weight of zero
            7 | at=column 600519.SS | ids=ticker:XSHG:600519 | days=2021-07-16 | weight=0.945-0.955% | security=ticker:XSHG:600519
            7 | at=column 002236.SZ | ids=ticker:XSHE:002236 | days=2021-07-16 | weight=0.0018-0.0019% | security=ticker:XSHE:002236
            8 bad-share: `101%` is not a share between 0 and 100%, in the column `600519.SS`
            8 bad-amount: `x` is not an amount, in the column `002236.SZ`
            rows 13 = records 8 + problems 3 + skipped 2
            as of: no date
            weights of 2021-07-09: records 95.1900, skipped 0, stated -
            weights of 2021-07-13: records 0.69, skipped 0, stated -
            weights of 2021-07-14: records 1.69, skipped 0, stated -
            weights of 2021-07-16: records 0.9519, skipped 0, stated -
        "#]],
    );
}
