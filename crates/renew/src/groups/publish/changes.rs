//! What happened to the groups, as a feed to subscribe to (Atom, RFC 4287).

use std::collections::HashMap;

use calendar::listed::Publisher;
use jiff::Timestamp;

use super::words::PublishWords;
use crate::groups::{GroupChange, GroupId, Happened, told, when};
use crate::site::lang::{Lang, fill};

/// How many changes a feed holds: some weeks of a large community, and a few dozen kilobytes.
pub(super) const ENTRIES_MAX: usize = 100;

/// The feed in a language. A change of a group without a name in `names` is passed over.
pub(super) fn feed(
    lang: Lang,
    changes: &[GroupChange],
    names: &HashMap<GroupId, String>,
    publisher: &Publisher,
    updated_ms: i64,
) -> String {
    let w = PublishWords::of(lang);
    let (origin, tag) = (escaped(&publisher.website), lang.tag());
    let own = format!("{origin}/changes.atom?lang={tag}");
    let title = format!("{} – {}", w.changes_title, publisher.name);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{tag}\">\n\
         <id>{own}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <author><name>{}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{origin}/groups\"/>\n",
        escaped(&title),
        moment(updated_ms),
        escaped(&publisher.name),
    );
    for change in changes.iter().take(ENTRIES_MAX) {
        if let Some(name) = names.get(&change.group) {
            xml.push_str(&entry(lang, change, name, &publisher.website));
        }
    }
    xml.push_str("</feed>\n");
    xml
}

fn entry(lang: Lang, change: &GroupChange, name: &str, origin: &str) -> String {
    let w = PublishWords::of(lang);
    let name = told::name(lang, name);
    let mut title = fill(w.happened(change.happened), &[("group", name)]);
    if let Some(date) = change.date {
        let day = when::date_words(lang, date);
        title = fill(w.on_day, &[("what", &title), ("day", &day)]);
    }
    let note = told::note(&change.note);
    // An entry says something, even where nobody wrote why.
    let text = if note.is_empty() { &title } else { &note };
    let page = escaped(&format!("{origin}/groups/{}", change.group));
    format!(
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n\
         <category term=\"{}\"/>\n<content type=\"text\">{}</content>\n</entry>\n",
        escaped(&id(change, origin)),
        escaped(&title),
        moment(change.at_ms),
        term(change.happened),
        escaped(text),
    )
}

/// A name that no other entry has had or will have (RFC 4151): by the host, the day, the group and
/// the change.
fn id(change: &GroupChange, origin: &str) -> String {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let host = host.split([':', '/']).next().unwrap_or(host);
    let moment = moment(change.at_ms);
    let day = moment.split('T').next().unwrap_or_default();
    format!(
        "tag:{host},{day}:groups/{}/{}-{}",
        change.group, change.at_ms, change.id
    )
}

fn term(happened: Happened) -> &'static str {
    happened.key()
}

fn moment(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms)
        .map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}

/// A text within XML, with the control characters gone that XML has no way to say, and the marks
/// that turn the direction of what stands around them.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fffe}'
            | '\u{ffff}' => {}
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}
