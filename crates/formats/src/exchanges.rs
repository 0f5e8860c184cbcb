//! On which market? Names and suffixes of exchanges to the MIC of ISO 10383, and tickers as the market writes them.
//!
//! Only markets that are certain stand here. Any other gives no ticker: a wrong market is worse than none.
//!
//! Source: ISO 10383, market identifier codes <https://www.iso20022.org/market-identifier-codes>; the names are those that
//! fund publishers print, the suffixes those of Yahoo and Refinitiv, with Wind's `.SH`.

/// One market.
struct Market {
    /// Its MIC.
    mic: &'static str,
    /// Where its tickers are numbers: the digits of the shortest, below which leading zeros were lost, and of the longest.
    digits: Option<(usize, usize)>,
    /// The suffix of a ticker, without the point.
    suffix: &'static str,
    /// The names that publishers print, in lower case.
    names: &'static [&'static str],
}

const fn numbers(mic: &'static str, digits: (usize, usize), suffix: &'static str, names: &'static [&'static str]) -> Market {
    Market { mic, digits: Some(digits), suffix, names }
}

const fn letters(mic: &'static str, suffix: &'static str, names: &'static [&'static str]) -> Market {
    Market { mic, digits: None, suffix, names }
}

/// The markets. Hong Kong's codes have five digits, of which everybody writes the last four.
const MARKETS: [Market; 56] = [
    numbers("XSHE", (6, 6), "SZ", &["shenzhen stock exchange"]),
    numbers("XSHG", (6, 6), "SS", &["shanghai stock exchange"]),
    numbers("XHKG", (4, 5), "HK", &["hong kong exchanges and clearing ltd", "hong kong stock exchange", "stock exchange of hong kong"]),
    numbers("XTAI", (4, 6), "TW", &["taiwan stock exchange"]),
    numbers("ROCO", (4, 6), "TWO", &["gretai securities market", "taipei exchange"]),
    numbers("XKRX", (6, 6), "KS", &["korea exchange (stock market)"]),
    numbers("XKOS", (6, 6), "KQ", &["korea exchange (kosdaq)", "kosdaq"]),
    numbers("XTKS", (4, 5), "T", &["tokyo stock exchange"]),
    numbers("XSAU", (4, 4), "SR", &["saudi stock exchange", "tadawul"]),
    letters("XNSE", "NS", &["national stock exchange of india"]),
    numbers("XBOM", (6, 6), "BO", &["bse ltd", "bombay stock exchange"]),
    letters("XKAR", "KA", &["karachi stock exchange (guarantee) limited", "pakistan stock exchange"]),
    letters("XBKK", "BK", &["stock exchange of thailand"]),
    letters("XKLS", "KL", &["bursa malaysia"]),
    letters("XIDX", "JK", &["indonesia stock exchange"]),
    letters("XPHS", "PS", &["philippine stock exchange inc.", "philippine stock exchange"]),
    letters("XSES", "SI", &["singapore exchange"]),
    letters("XASX", "AX", &["asx - all markets", "australian securities exchange"]),
    letters("XNZE", "NZ", &["new zealand exchange ltd"]),
    letters("XJSE", "JO", &["johannesburg stock exchange"]),
    letters("XCAI", "", &["egyptian exchange"]),
    letters("DSMD", "QA", &["qatar exchange"]),
    letters("XADS", "", &["abu dhabi securities exchange"]),
    letters("XDFM", "", &["dubai financial market"]),
    letters("DIFX", "", &["nasdaq dubai"]),
    letters("XKUW", "", &["kuwait stock exchange"]),
    letters("XTAE", "TA", &["tel aviv stock exchange"]),
    letters("XIST", "IS", &["istanbul stock exchange", "borsa istanbul"]),
    letters("XATH", "AT", &["athens exchange s.a. cash market"]),
    letters("XWAR", "WA", &["warsaw stock exchange/equities/main market", "warsaw stock exchange"]),
    letters("XPRA", "", &["prague stock exchange"]),
    letters("XBUD", "BD", &["budapest stock exchange"]),
    letters("BVMF", "SA", &["xbsp", "b3 s.a.", "bm&fbovespa"]),
    letters("XMEX", "MX", &["bolsa mexicana de valores"]),
    letters("XSGO", "SN", &["santiago stock exchange"]),
    letters("XBOG", "", &["bolsa de valores de colombia"]),
    letters("XLIM", "", &["bolsa de valores de lima"]),
    letters("XNYS", "", &["new york stock exchange inc.", "new york stock exchange", "nyse"]),
    letters("XNAS", "", &["nasdaq"]),
    letters("XTSE", "TO", &["toronto stock exchange"]),
    letters("XLON", "L", &["london stock exchange"]),
    letters("XDUB", "IR", &["irish stock exchange - all market"]),
    letters("XETR", "DE", &["xetra"]),
    letters("XPAR", "PA", &["nyse euronext - euronext paris", "euronext paris"]),
    letters("XAMS", "AS", &["euronext amsterdam"]),
    letters("XBRU", "BR", &["nyse euronext - euronext brussels", "euronext brussels"]),
    letters("XLIS", "LS", &["nyse euronext - euronext lisbon", "euronext lisbon"]),
    letters("XMIL", "MI", &["borsa italiana"]),
    letters("XMAD", "MC", &["bolsa de madrid"]),
    letters("XSWX", "SW", &["six swiss exchange ag", "six swiss exchange"]),
    letters("XWBO", "VI", &["wiener boerse ag"]),
    letters("XSTO", "ST", &["nasdaq stockholm"]),
    letters("XHEL", "HE", &["nasdaq omx helsinki ltd.", "nasdaq helsinki"]),
    letters("XCSE", "CO", &["omx nordic exchange copenhagen a/s", "nasdaq copenhagen"]),
    letters("XOSL", "OL", &["oslo bors asa", "oslo bors"]),
    letters("XICE", "IC", &["nasdaq iceland"]),
];

/// Longest ticker; the longest that the published files hold has 10 characters.
const MAX_TICKER: usize = 16;

/// The MIC of a market that a file names, by its MIC or as a publisher prints it.
///
/// # Example
/// ```
/// use daylight_formats::exchanges::mic;
/// assert_eq!(mic("Shenzhen Stock Exchange"), Some("XSHE"));
/// assert_eq!(mic("Some Other Market"), None);
/// ```
pub fn mic(name: &str) -> Option<&'static str> {
    market(name).map(|market| market.mic)
}

/// A ticker with its market, as the market writes it: `2230` on `Shenzhen Stock Exchange` is `XSHE:002230`.
///
/// `None` where the market is not certain, or where the text cannot be a ticker of it. A suffix of the same market is cut.
pub fn ticker(exchange: &str, text: &str) -> Option<String> {
    let market = market(exchange)?;
    let text = text.trim();
    let bare = text.rsplit_once('.').filter(|(_, suffix)| with_suffix(suffix).is_some_and(|m| m.mic == market.mic));
    written(market, bare.map_or(text, |(bare, _)| bare))
}

/// A ticker that names its market itself: `XSHE:002236`, `002236.SZ`.
///
/// # Example
/// ```
/// use daylight_formats::exchanges::listing;
/// assert_eq!(listing("2236.SZ").as_deref(), Some("XSHE:002236"));
/// assert_eq!(listing("XHKG:00700").as_deref(), Some("XHKG:0700"));
/// assert_eq!(listing("PTT.R"), None);
/// ```
pub fn listing(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some((exchange, code)) = text.split_once(':') {
        return ticker(exchange, code);
    }
    let (code, suffix) = text.rsplit_once('.')?;
    written(with_suffix(suffix)?, code)
}

fn market(name: &str) -> Option<&'static Market> {
    let name = name.trim().to_lowercase();
    MARKETS.iter().find(|market| market.mic.eq_ignore_ascii_case(&name) || market.names.contains(&name.as_str()))
}

fn with_suffix(suffix: &str) -> Option<&'static Market> {
    let suffix = if suffix == "SH" { "SS" } else { suffix };
    MARKETS.iter().find(|market| !market.suffix.is_empty() && market.suffix == suffix)
}

fn written(market: &Market, code: &str) -> Option<String> {
    let code = code.trim();
    // Istanbul marks equities with `.E`, which publishers write or leave out.
    let code = if market.mic == "XIST" { code.strip_suffix(".E").unwrap_or(code) } else { code };
    let plain = !code.is_empty()
        && code.len() <= MAX_TICKER
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'*' | b'&' | b'-' | b'/'))
        && code.bytes().any(|b| b.is_ascii_alphanumeric());
    if !plain || is_placeholder(code) {
        return None;
    }
    let mic = market.mic;
    let Some((shortest, longest)) = market.digits else {
        return Some(format!("{mic}:{}", code.to_ascii_uppercase()));
    };
    if code.bytes().all(|b| b.is_ascii_digit()) {
        // In Hong Kong a number is one code however many zeros stand before it; in Taipei 006208 and 6208 are two.
        let code = if mic == "XHKG" { code.trim_start_matches('0') } else { code };
        return (1..=longest).contains(&code.len()).then(|| format!("{mic}:{code:0>shortest$}"));
    }
    // Some preferred shares in Korea and new listings in Tokyo have a letter among the digits.
    let mixed = code.len() == shortest && code.starts_with(|c: char| c.is_ascii_digit()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
    mixed.then(|| format!("{mic}:{}", code.to_ascii_uppercase()))
}

/// Whether it is the number that a data vendor gives to what is listed no more, such as `1737514D`.
fn is_placeholder(code: &str) -> bool {
    let body = code.as_bytes();
    body.len() >= 7 && body[..body.len() - 1].iter().all(u8::is_ascii_digit) && body[body.len() - 1].is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn leading_zeros_come_back() {
        let table = [
            ("Shenzhen Stock Exchange", "2230", "XSHE:002230"),
            ("Shenzhen Stock Exchange", "2", "XSHE:000002"),
            ("shenzhen stock exchange ", " 002415 ", "XSHE:002415"),
            ("XSHE", "002415.SZ", "XSHE:002415"),
            ("Shanghai Stock Exchange", "600519", "XSHG:600519"),
            ("Hong Kong Exchanges And Clearing Ltd", "700", "XHKG:0700"),
            ("XHKG", "00700", "XHKG:0700"),
            ("XHKG", "83188", "XHKG:83188"),
            ("Korea Exchange (Stock Market)", "5930", "XKRX:005930"),
            ("Korea Exchange (Kosdaq)", "91990", "XKOS:091990"),
            ("Taiwan Stock Exchange", "50", "XTAI:0050"),
            ("Taiwan Stock Exchange", "006208", "XTAI:006208"),
            ("Taiwan Stock Exchange", "6208", "XTAI:6208"),
            ("XBSP", "VALE3", "BVMF:VALE3"),
            ("Stock Exchange Of Thailand", "PTT.R", "XBKK:PTT.R"),
            ("Bolsa Mexicana De Valores", "WALMEX*", "XMEX:WALMEX*"),
            ("Istanbul Stock Exchange", "GARAN.E", "XIST:GARAN"),
        ];
        for (exchange, text, expected) in table {
            assert_eq!(ticker(exchange, text).as_deref(), Some(expected), "{exchange} {text}");
        }
    }

    #[test]
    fn no_guess_where_the_market_or_the_ticker_is_not_certain() {
        let table = [
            ("Standard-Classica-Forts", "SBER"),
            ("-", "BABA"),
            ("", "2230"),
            ("Saudi Stock Exchange", "BJAZ"),
            ("Korea Exchange (Stock Market)", "2948701A"),
            ("Philippine Stock Exchange Inc.", "1737514D"),
            ("Shenzhen Stock Exchange", "-"),
            ("Shenzhen Stock Exchange", "1234567"),
            ("Hong Kong Exchanges And Clearing Ltd", "0"),
            ("Shenzhen Stock Exchange", "00223A6"),
            ("NASDAQ", "A B"),
            ("NASDAQ", "海康"),
        ];
        for (exchange, text) in table {
            assert_eq!(ticker(exchange, text), None, "{exchange} {text}");
        }
        for text in ["2236", "002236.XX", ".SZ", "SZ", "", ":", "XSHE:", "600519.sS"] {
            assert_eq!(listing(text), None, "{text}");
        }
    }

    #[test]
    fn suffixes_name_their_market() {
        let table = [
            ("600519.SS", "XSHG:600519"),
            ("600519.SH", "XSHG:600519"),
            ("002236.SZ", "XSHE:002236"),
            ("0700.HK", "XHKG:0700"),
            ("6488.TWO", "ROCO:6488"),
            ("VOD.L", "XLON:VOD"),
        ];
        for (text, expected) in table {
            assert_eq!(listing(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn no_name_and_no_suffix_means_two_markets() {
        let mut seen = BTreeSet::new();
        for market in &MARKETS {
            let words = market.names.iter().copied().chain([market.mic, market.suffix]).filter(|word| !word.is_empty());
            for word in words {
                assert!(seen.insert(word), "{word} of {} stands twice", market.mic);
            }
            assert!(market.names.iter().all(|name| *name == name.to_lowercase()));
        }
    }
}
