//! Asks the sources whose time has come, and brings what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::store::{StoreError, Tx};
use calendar::Zone;
use calendar::fellowship::Fellowship;
use futures_util::{StreamExt as _, stream};

use super::ask::{Answer, Asker, Failure, Question, host_of};
use super::course::{AskedFor as _, settle};
use super::trouble::Trouble;
use super::{MINUTE_MS, Source, store};
use crate::App;
use crate::config::Config;
use crate::groups::bring::{self, How};
use crate::groups::bringing::{self, Brings};
use crate::groups::feed_store::{self, Feed};
use crate::groups::import::Plan;
use crate::groups::said::Said;
use crate::groups::{GroupError, GroupId, calendars, store as group_store};
use crate::site::problem::Problem;

/// A source that is due waits no longer than this.
const EVERY: Duration = Duration::from_secs(30);
/// Each holds a whole feed in memory while it is read.
const AT_ONCE_MAX: usize = 3;
/// Longer than a request and the writing of what it brought can take.
const TAKEN_MS: i64 = 10 * MINUTE_MS;

/// Who asks, and which servers are being asked right now. Cloning is cheap; all clones are one.
#[derive(Clone, Debug)]
pub struct Sources(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    asker: Asker,
    busy_hosts: Mutex<BTreeSet<String>>,
}

impl Sources {
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self(Arc::new(Shared {
            asker: Asker::new(config),
            busy_hosts: Mutex::default(),
        }))
    }

    /// Asks an address. Whoever does has taken its host before.
    pub(in crate::groups) async fn ask(
        &self,
        question: Question,
        now_ms: i64,
    ) -> Result<Answer, Failure> {
        self.0.asker.ask(question, now_ms).await
    }

    /// The right to ask a host, until it is let go; nothing while somebody else has it.
    fn take_host(&self, host: String) -> Option<HostTaken<'_>> {
        let busy = self.0.busy_hosts.lock();
        let is_free = busy
            .unwrap_or_else(PoisonError::into_inner)
            .insert(host.clone());
        // Not made to be let go at once: that would let go what somebody else has.
        is_free.then(|| HostTaken {
            sources: self,
            host,
        })
    }
}

#[derive(Debug)]
pub(in crate::groups) struct HostTaken<'a> {
    sources: &'a Sources,
    host: String,
}

impl Drop for HostTaken<'_> {
    fn drop(&mut self) {
        let busy = self.sources.0.busy_hosts.lock();
        busy.unwrap_or_else(PoisonError::into_inner)
            .remove(&self.host);
    }
}

/// Tends the sources for as long as the program runs.
pub async fn ask_sources(app: App) {
    loop {
        if let Err(problem) = tend_once(&app).await {
            tracing::warn!(?problem, "sources could not be looked after");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Asks all whose time has come: several servers at once, and each of them one thing after the
/// other.
pub(in crate::groups) async fn tend_once(app: &App) -> Result<(), Problem> {
    let now_ms = app.clock.now_ms();
    let due = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let sources = store::due(tx, now_ms)?.into_iter();
            let mut due: Vec<(Due, String)> =
                sources.map(|(id, url)| (Due::Source(id), url)).collect();
            let calendars = calendars::due(tx, now_ms)?.into_iter();
            due.extend(calendars.map(|(id, url)| (Due::Calendar(id), url)));
            Ok(due)
        })
        .await?;
    let mut hosts: BTreeMap<String, Vec<Due>> = BTreeMap::new();
    for (one, url) in due {
        hosts.entry(host_of(&url)).or_default().push(one);
    }
    stream::iter(hosts.into_values())
        .for_each_concurrent(AT_ONCE_MAX, async |due| {
            for one in due {
                let asked = match one {
                    Due::Source(id) => ask(app, id).await,
                    Due::Calendar(id) => calendars::ask(app, id).await,
                };
                if let Err(problem) = asked {
                    tracing::warn!(?problem, ?one, "a source could not be asked");
                }
            }
        })
        .await;
    Ok(())
}

/// What is due: a list of meetings, or the calendar of one group.
#[derive(Clone, Copy, Debug)]
enum Due {
    Source(i64),
    Calendar(GroupId),
}

/// What came of wanting to ask a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::groups) enum Asked {
    /// It was asked, and what it said or why it said nothing is kept.
    Done,
    /// Its server is being asked already, for this or for something else: then it is next.
    Soon,
    /// Not now: it was asked within the last minute, it is paused, or it is gone.
    NotNow,
}

/// The right to ask an address now, held as long as what is given, or what came of wanting it.
/// `hasten` makes it the next to be asked, `take` keeps other copies of the program from it until a
/// moment, and says whether it was free.
pub(in crate::groups) async fn claim<'a>(
    app: &'a App,
    url: &str,
    hasten: impl Fn(&mut Tx<'_>, i64) -> Result<(), StoreError> + Send + 'static,
    take: impl Fn(&mut Tx<'_>, i64, i64) -> Result<bool, StoreError> + Send + 'static,
) -> Result<Result<HostTaken<'a>, Asked>, Problem> {
    let now_ms = app.clock.now_ms();
    let Some(alone) = app.sources.take_host(host_of(url)) else {
        app.store
            .write::<_, GroupError, _>(move |tx| Ok(hasten(tx, now_ms)?))
            .await?;
        return Ok(Err(Asked::Soon));
    };
    let taken = app
        .store
        .write::<_, GroupError, _>(move |tx| Ok(take(tx, now_ms, now_ms + TAKEN_MS)?))
        .await?;
    Ok(if taken { Ok(alone) } else { Err(Asked::NotNow) })
}

/// Asks a source and brings what it says.
pub(super) async fn ask(app: &App, id: i64) -> Result<Asked, Problem> {
    let source = app
        .store
        .read::<_, GroupError, _>(move |tx| Ok(store::source(tx, id)?))
        .await?;
    let Some(source) = source else {
        return Ok(Asked::NotNow);
    };
    let hasten = move |tx: &mut Tx<'_>, now_ms| store::hasten(tx, id, now_ms);
    let take = move |tx: &mut Tx<'_>, now_ms, until_ms| store::take(tx, id, now_ms, until_ms);
    let _alone = match claim(app, &source.url, hasten, take).await? {
        Ok(alone) => alone,
        Err(why_not) => return Ok(why_not),
    };
    match found(app, &source).await? {
        Ok(Found::Unchanged) => settle(app, source, |course, now_ms| course.answered(now_ms)).await,
        Ok(Found::List(list)) => bring_in(app, source, list).await,
        Err(failure) => {
            let told = failure.trouble.told();
            settle(app, source, move |course, now_ms| {
                course.failed(told.clone(), failure.wished_ms, now_ms);
            })
            .await
        }
    }?;
    Ok(Asked::Done)
}

/// What a source gave.
enum Found {
    Unchanged,
    List(List),
}

/// A list, and what its server calls this version of it.
struct List {
    said: Said,
    etag: String,
    last_modified: String,
}

async fn found(app: &App, source: &Source) -> Result<Result<Found, Failure>, Problem> {
    let question = Question {
        url: source.url.clone(),
        etag: source.etag.clone(),
        last_modified: source.last_modified.clone(),
    };
    let answer = app.sources.ask(question, app.clock.now_ms()).await;
    let (bytes, etag, last_modified) = match answer {
        Ok(Answer::Unchanged) => return Ok(Ok(Found::Unchanged)),
        Ok(Answer::List {
            bytes,
            etag,
            last_modified,
        }) => (bytes, etag, last_modified),
        Err(failure) => return Ok(Err(failure)),
    };
    let how = How {
        form: source.form,
        fellowship: Fellowship::of(&source.fellowship)
            .ok_or_else(|| Problem::ours("a source of a fellowship that is none"))?,
        zone: Zone::named(&source.zone),
    };
    Ok(match bring::read(bytes, how).await? {
        Err(refusal) => Err(Trouble::Refused(refusal).into()),
        // Servers that fail often answer with an empty list.
        Ok(said) if said.meetings.is_empty() => Err(Trouble::NoMeetings.into()),
        Ok(said) => Ok(Found::List(List {
            said,
            etag,
            last_modified,
        })),
    })
}

/// Brings what may come while nobody looks, and lets the rest wait.
async fn bring_in(app: &App, asked: Source, list: List) -> Result<(), Problem> {
    let now_ms = app.clock.now_ms();
    let List {
        said,
        etag,
        last_modified,
    } = list;
    let (said, id) = (Arc::new(said), asked.id);
    let looked_at = Arc::clone(&said);
    let (brings, waits) = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let before = group_store::of_feed(tx, id)?;
            let known = before.len();
            let is_known_elsewhere =
                known == 0 && bring::known_as(tx, &looked_at, Some(id))?.is_some();
            let plan = Plan::of(id, before, &looked_at, now_ms);
            Ok(plan.at_once(known, is_known_elsewhere))
        })
        .await?;
    let begun = asked.clone();
    let begin = move |tx: &mut Tx<'_>, now_ms| {
        let source = begun.still(tx)?;
        source
            .map(|source| feed_of(tx, &source, now_ms))
            .transpose()
    };
    let list = Arc::clone(&said);
    let end = move |tx: &mut Tx<'_>, _: &Feed| {
        let Some(mut source) = asked.still(tx)? else {
            return Ok(());
        };
        if waits {
            store::let_wait(tx, source.id, &list, now_ms)?;
        } else {
            store::wait_no_more(tx, source.id)?;
        }
        source.course().answered(now_ms);
        source.meetings = list.meetings.len();
        source.etag.clone_from(&etag);
        source.last_modified.clone_from(&last_modified);
        Ok(store::save(tx, &source)?)
    };
    bringing::bring(app, said, brings, begin, end).await?;
    Ok(())
}

/// A coordinator has looked at what waits, and lets all of it in.
pub(super) async fn let_in(app: &App, id: i64) -> Result<(), Problem> {
    let waiting = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let Some(written) = store::waiting_written(tx, id)? else {
                return Ok(None);
            };
            let said = store::read_waiting(&written)?;
            Ok(Some((written, said)))
        })
        .await?;
    // A second tap finds nothing that waits.
    let Some((looked_at, said)) = waiting else {
        return Ok(());
    };
    let said = Arc::new(said);
    let begin = move |tx: &mut Tx<'_>, now_ms| {
        // A newer list that came in between is still to be looked at.
        if store::waiting_written(tx, id)?.as_ref() != Some(&looked_at) {
            return Ok(None);
        }
        let source = store::source(tx, id)?;
        source
            .map(|source| feed_of(tx, &source, now_ms))
            .transpose()
    };
    let end = move |tx: &mut Tx<'_>, _: &Feed| Ok(store::wait_no_more(tx, id)?);
    bringing::bring(app, said, Brings::ALL, begin, end).await?;
    Ok(())
}

/// The feed of a source, as a list that is brought now finds it.
fn feed_of(tx: &mut Tx<'_>, source: &Source, now_ms: i64) -> Result<Feed, GroupError> {
    let known = feed_store::feed(tx, source.id)?;
    Ok(Feed {
        id: source.id,
        name: source.name.clone(),
        fellowship: source.fellowship.clone(),
        zone: source.zone.clone(),
        imported_ms: now_ms,
        report: known.map(|feed| feed.report).unwrap_or_default(),
    })
}
