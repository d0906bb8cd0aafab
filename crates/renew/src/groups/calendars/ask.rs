//! Asks for a group's calendar, and brings what it says.

use std::sync::Arc;

use ::store::Tx;
use calendar::Zone;

use super::apply::apply;
use super::said::{Flaw, Said, read};
use super::{Followed, store};
use crate::App;
use crate::groups::sources::{Answer, Asked, AskedFor as _, Question, Told, claim, settle};
use crate::groups::{GroupError, GroupId, finder, store as group_store};
use crate::site::problem::Problem;

/// Asks for a calendar and brings what it says; while nobody has said yes, it is only looked at.
pub(in crate::groups) async fn ask(app: &App, id: GroupId) -> Result<Asked, Problem> {
    let known = app
        .store
        .read::<_, GroupError, _>(move |tx| {
            let zone = group_store::group(tx, id)?.and_then(|group| group.details.zone);
            Ok(store::of_group(tx, id)?.map(|followed| (followed, zone)))
        })
        .await?;
    let Some((followed, zone)) = known.filter(|(followed, _)| !followed.is_file()) else {
        return Ok(Asked::NotNow);
    };
    let hasten = move |tx: &mut Tx<'_>, now_ms| store::hasten(tx, id, now_ms);
    let take = move |tx: &mut Tx<'_>, now_ms, until_ms| store::take(tx, id, now_ms, until_ms);
    let _alone = match claim(app, &followed.url, hasten, take).await? {
        Ok(alone) => alone,
        Err(why_not) => return Ok(why_not),
    };
    let now_ms = app.clock.now_ms();
    let is_fresh = followed.is_fresh(now_ms);
    let version = |version: &String| match is_fresh {
        true => version.clone(),
        false => String::new(),
    };
    let question = Question {
        url: followed.url.clone(),
        etag: version(&followed.etag),
        last_modified: version(&followed.last_modified),
    };
    match app.sources.ask(question, now_ms).await {
        Ok(Answer::Unchanged) => {
            settle(app, followed, |course, now_ms| course.answered(now_ms)).await
        }
        Ok(Answer::List {
            bytes,
            etag,
            last_modified,
        }) => {
            let followed = Followed {
                etag,
                last_modified,
                ..followed
            };
            take_in(app, followed, zone, bytes).await
        }
        Err(failure) => {
            let told = failure.trouble.told();
            settle(app, followed, move |course, now_ms| {
                course.failed(told.clone(), failure.wished_ms, now_ms);
            })
            .await
        }
    }?;
    Ok(Asked::Done)
}

/// Reads a calendar, off the threads that serve others.
pub(super) async fn read_aside(
    app: &App,
    bytes: Arc<Vec<u8>>,
    picked: Vec<String>,
    zone: Option<Zone>,
) -> Result<(Said, Option<Flaw>), Problem> {
    let now_ms = app.clock.now_ms();
    tokio::task::spawn_blocking(move || read(&bytes, &picked, zone.as_ref(), now_ms))
        .await
        .map_err(Problem::ours)
}

/// Brings what a calendar says. `asked` has its new version.
async fn take_in(
    app: &App,
    asked: Followed,
    zone: Option<Zone>,
    bytes: Vec<u8>,
) -> Result<(), Problem> {
    let bytes = Arc::new(bytes);
    let (said, flaw) = read_aside(app, Arc::clone(&bytes), asked.picked.clone(), zone).await?;
    let told = flaw.as_ref().map(Flaw::told);
    let is_refused = matches!(flaw, Some(Flaw::Refused(_)));
    let now_ms = app.clock.now_ms();
    finder::change(app, move |tx| {
        let Some(mut followed) = asked.still(tx)? else {
            return Ok(());
        };
        if let Some(told) = &told {
            without_times(&mut followed, told, &said, now_ms);
        } else {
            if followed.is_agreed {
                let group = group_store::group(tx, followed.group)?.ok_or(GroupError::NotFound)?;
                apply(tx, &group, Some(&followed.said), &said, now_ms)?;
            }
            followed.course().answered(now_ms);
            followed.said = said.clone();
            followed.read_ms = Some(now_ms);
            followed.etag.clone_from(&asked.etag);
            followed.last_modified.clone_from(&asked.last_modified);
        }
        store::save(tx, &followed)?;
        if !followed.is_agreed && !is_refused {
            store::keep_file(tx, followed.group, Some(&bytes))?;
        }
        Ok(())
    })
    .await
}

/// A calendar without the times of the meeting. What it said before stays; what is in it now can be
/// chosen from.
fn without_times(followed: &mut Followed, told: &Told, said: &Said, now_ms: i64) {
    followed.course().failed(told.clone(), None, now_ms);
    followed.said.series.clone_from(&said.series);
    followed.said.problems.clone_from(&said.problems);
    if !followed.is_agreed {
        followed.said = said.clone();
        followed.read_ms = Some(now_ms);
    }
}
