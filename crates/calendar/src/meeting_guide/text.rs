//! Texts out of feeds: markup and invisible marks go, words stay.

/// How often markup is taken out and character references are read: feeds that went through two
/// programs carry both of them twice.
const PASSES: usize = 2;

/// A text on one line: without markup, control characters and marks that turn the direction of
/// what stands around them; runs of white space are one space.
pub(crate) fn line(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    without_marks(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// As [`line()`], with line ends kept, at most one empty line in a row.
pub(crate) fn lines(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut empty_lines = 0;
    for row in without_marks(text).lines() {
        let row = row.split_whitespace().collect::<Vec<_>>().join(" ");
        if row.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        out.push_str(&row);
    }
    out
}

/// Whether there is nothing to take out of a text: one line of plain characters with single spaces
/// between them. Most texts of a feed are of this kind, and it is told in one look.
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    let is_plain = text.bytes().all(|byte| {
        let is_second_space = byte == b' ' && before == b' ';
        before = byte;
        matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'&') && !is_second_space
    });
    is_plain && before != b' '
}

/// The first `chars_max` characters.
pub(crate) fn shortened(text: &str, chars_max: usize) -> &str {
    match text.char_indices().nth(chars_max) {
        Some((at, _)) => text[..at].trim_end(),
        None => text,
    }
}

fn without_marks(text: &str) -> String {
    let mut text = without_hidden(text);
    for _ in 0..PASSES {
        // What was referred to may be hidden, and hide a tag from whoever looks for one.
        text = without_hidden(&with_references_read(&without_markup(&text)));
    }
    without_openings(&without_markup(&text))
}

/// The text without control characters and marks that nobody sees; every line end is the same.
fn without_hidden(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
            '\r' | '\t' => Some(' '),
            c if c.is_control() || is_hidden(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Characters that show nothing and change what others show, or how a text is read by a machine.
/// The joiners that scripts and emoji need (U+200C, U+200D) are not among them.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text without tags and comments. A tag that breaks the line leaves a line end; a script or
/// a style goes with everything inside. `5 < 6` is not markup.
fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_comment_end = true;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if !begins_a_tag(rest) {
            out.push('<');
            rest = &rest[1..];
            continue;
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            // Looked for once where there is none, however many begin.
            let end = has_comment_end.then(|| comment.find("-->")).flatten();
            has_comment_end = end.is_some();
            // One that doesn't end hides nothing: its words stay, and its tags go.
            rest = end.map_or(comment, |at| &comment[at + 3..]);
            continue;
        }
        let Some(close) = tag_end(rest) else {
            // No tag ends any more: what is left is words.
            break;
        };
        let name = tag_name(&rest[..close]);
        rest = &rest[close..];
        match name.as_str() {
            "br" | "p" | "div" | "li" | "tr" | "h1" | "h2" | "h3" | "h4" => out.push('\n'),
            "script" | "style" => rest = behind_closing(rest, &name),
            _ => {}
        }
    }
    out.push_str(rest);
    out
}

fn begins_a_tag(text: &str) -> bool {
    text[1..]
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// The end of a tag, behind its bracket. A bracket inside a quoted value doesn't end it; a mark that
/// nobody closes quotes nothing.
fn tag_end(tag: &str) -> Option<usize> {
    let bytes = tag.as_bytes();
    let mut before = b'<';
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at + 1),
            b'"' | b'\'' if before == b'=' => {
                let value = bytes.get(at + 1..)?;
                at += value
                    .iter()
                    .position(|mark| mark == byte)
                    .map_or(0, |end| end + 1);
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = *byte;
        }
        at += 1;
    }
    None
}

/// The text with a bracket that means nothing wherever a tag could still begin: one that has no
/// end, or that came together out of others, would be run by a page that shows it as it is.
fn without_openings(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_opening = c == '<' && begins_a_tag(&text[at..]);
        out.push(if is_opening { '\u{2039}' } else { c });
    }
    out
}

fn tag_name(tag: &str) -> String {
    tag.trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn behind_closing<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        let is_it = rest
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name));
        if is_it {
            return rest.find('>').map_or("", |close| &rest[close + 1..]);
        }
    }
    ""
}

/// `&amp;`, `&#8217;` and `&#x2019;` as the characters they stand for; anything else stays.
fn with_references_read(text: &str) -> String {
    // The longest name we know has six letters; a number needs no more.
    const REFERENCE_BYTES_MAX: usize = 10;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        let end = rest
            .bytes()
            .take(REFERENCE_BYTES_MAX)
            .position(|byte| byte == b';');
        match end.and_then(|end| Some((end, referred(&rest[..end])?))) {
            Some((end, c)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn referred(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(windows_1252(code));
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "hellip" => '\u{2026}',
        "bull" => '\u{2022}',
        "middot" => '\u{b7}',
        "deg" => '\u{b0}',
        "iexcl" => '\u{a1}',
        "iquest" => '\u{bf}',
        "frac12" => '\u{bd}',
        _ => return letter(name),
    })
}

/// Letters with an accent, by their names in markup.
fn letter(name: &str) -> Option<char> {
    const ACCENTS: [(&str, &str, &str); 7] = [
        ("acute", "AEIOUYaeiouy", "ÁÉÍÓÚÝáéíóúý"),
        ("grave", "AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
        ("circ", "AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
        ("uml", "AEIOUaeiouy", "ÄËÏÖÜäëïöüÿ"),
        ("tilde", "ANOano", "ÃÑÕãñõ"),
        ("cedil", "Cc", "Çç"),
        ("ring", "Aa", "Åå"),
    ];
    let mut letters = name.chars();
    let base = letters.next()?;
    let accent = letters.as_str();
    let (_, bases, accented) = ACCENTS.iter().find(|(known, _, _)| *known == accent)?;
    let at = bases.chars().position(|c| c == base)?;
    accented.chars().nth(at)
}

/// The letter of a byte in the encoding of Windows for western Europe.
pub(crate) fn windows_letter(byte: u8) -> char {
    char::from_u32(windows_1252(u32::from(byte))).unwrap_or('\u{fffd}')
}

/// Numbers 128 to 159 are written by programs that mean the characters of Windows, not the
/// control characters that these numbers stand for.
fn windows_1252(code: u32) -> u32 {
    match code {
        0x80 => 0x20ac,
        0x85 => 0x2026,
        0x8a => 0x160,
        0x8c => 0x152,
        0x8e => 0x17d,
        0x9a => 0x161,
        0x9c => 0x153,
        0x9e => 0x17e,
        0x9f => 0x178,
        0x91 => 0x2018,
        0x92 => 0x2019,
        0x93 => 0x201c,
        0x94 => 0x201d,
        0x95 => 0x2022,
        0x96 => 0x2013,
        0x97 => 0x2014,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        assert_eq!(
            line("Men&#8217;s <b>Book</b> &amp; Coffee"),
            "Men\u{2019}s Book & Coffee"
        );
        assert_eq!(line("<script>alert('x')</script>Hope"), "Hope");
        assert_eq!(line("&lt;script&gt;alert(1)&lt;/script&gt;Hope"), "Hope");
        assert_eq!(line("&amp;#8211; Caf&eacute; &ntilde;"), "\u{2013} Café ñ");
        assert_eq!(line("5 < 6 & 7 > 3 &nosuch; &"), "5 < 6 & 7 > 3 &nosuch; &");
        assert_eq!(line("open <b"), "open \u{2039}b");
    }

    #[test]
    fn no_trick_leaves_a_tag() {
        for (text, left) in [
            ("Hi <\u{200b}script>alert(1)</script>", "Hi"),
            ("Hi <scr\u{ad}ipt>alert(1)</scr\u{ad}ipt>", "Hi"),
            ("<\u{0}img src=x onerror=alert(1)>", ""),
            ("<&#8203;img src=x onerror=alert(1)>", ""),
            ("&lt;&#0;img src=x onerror=alert(1)>", ""),
            ("<!-- <script>alert(1)</script>", ""),
            ("<!-- a --> b <!-- c <b>d</b>", "b c d"),
            ("<a title=\">\" href=\"javascript:x\">Hi</a>", "Hi"),
            ("<a title = '>' href='javascript:x'>Hi</a>", "Hi"),
            // A mark that isn't closed, and one that quotes nothing.
            ("<a title=\">Hi</a>", "Hi"),
            ("<p it's>Hi", "Hi"),
            ("<<b>script>alert(1)</script>", ""),
            (
                "<img src=x onerror=alert(1) ",
                "\u{2039}img src=x onerror=alert(1)",
            ),
        ] {
            assert_eq!(line(text), left, "{text:?}");
        }
        let deep = format!("{}script>", "<".repeat(9) + &"<b>".repeat(9));
        let nested = (0..9).fold("script>".to_owned(), |inner, _| format!("<<b>{inner}"));
        for text in [deep, nested] {
            assert!(!line(&text).contains("<s"), "{}", line(&text));
        }
    }

    #[test]
    fn a_text_of_openings_costs_a_look_at_each() {
        // Entries hold up to 128 kB of text.
        for opening in ["<!--", "<a =\">\" ", "<a ='\"", "<", "</script", "&"] {
            let _ = lines(&opening.repeat(128 * 1024 / opening.len()));
        }
    }

    #[test]
    fn line_breaks_stay_where_lines_may_be() {
        assert_eq!(
            lines("one<br>two<BR />three\r\n\r\n\r\nfour"),
            "one\ntwo\nthree\n\nfour"
        );
        assert_eq!(line("one<br>two\n three"), "one two three");
        assert_eq!(lines(" \t \n "), "");
    }

    #[test]
    fn a_plain_text_has_nothing_to_lose() {
        for plain in ["Hope", "12 Elm St, #5 > 3"] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in [
            "", " ", "a ", " a", "a  b", "a<b", "a&b", "a\tb", "a\nb", "\u{7f}", "é",
        ] {
            assert!(!is_plain(other), "{other}");
        }
    }

    #[test]
    fn invisible_marks_go() {
        assert_eq!(
            line("Ho\u{202e}pe\u{0}\u{200b} \u{2066}here\u{2069}"),
            "Hope here"
        );
        assert_eq!(line("&#8238;x&#0;"), "x");
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(shortened("añb", 2), "añ");
        assert_eq!(shortened("añb", 3), "añb");
    }
}
