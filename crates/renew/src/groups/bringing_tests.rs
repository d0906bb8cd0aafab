//! Lists that are longer than what is written at once.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use ::store::{StoreError, Tx};
use calendar::fellowship::Fellowship;

use super::bring::{self, How};
use super::bringing::{BATCH_MEETINGS, Brings, bring};
use super::feed_store::{self, Feed};
use super::report::Report;
use super::said::Said;
use super::{Details, Group, GroupError, store};
use crate::site::problem::Problem;
use crate::site::testing::Here;

const ID: i64 = 251;
/// Two batches, and some.
const MANY: usize = 2 * BATCH_MEETINGS + 10;

fn list(range: std::ops::Range<usize>) -> Said {
    let meeting = |n: usize| {
        let details = Details {
            name: format!("Circle {n}"),
            ..Details::default()
        };
        (format!("s{n:04}"), details)
    };
    Said {
        entries: range.len(),
        meetings: range.map(meeting).collect(),
        is_whole: true,
        ..Said::default()
    }
}

impl Here {
    /// Brings a list; `end` is what belongs to its end.
    async fn bring(
        &self,
        said: Said,
        end: fn(&mut Tx<'_>, &Feed) -> Result<(), GroupError>,
    ) -> Result<Option<(i64, Report)>, Problem> {
        let begin = |_: &mut Tx<'_>, now_ms| {
            Ok(Some(Feed {
                id: ID,
                name: "River Valley".to_owned(),
                fellowship: "aa".to_owned(),
                zone: String::new(),
                imported_ms: now_ms,
                report: Report::default(),
            }))
        };
        bring(&self.app, Arc::new(said), Brings::ALL, begin, end).await
    }

    async fn brought(&self) -> Vec<Group> {
        let read = |tx: &mut Tx<'_>| store::of_feed(tx, ID);
        let groups = self.app.store.read::<_, StoreError, _>(read).await;
        groups.unwrap()
    }

    async fn gone(&self) -> usize {
        let groups = self.brought().await;
        groups.iter().filter(|group| group.is_gone()).count()
    }
}

fn counts(report: &Report) -> (usize, usize, usize, usize) {
    (report.added, report.changed, report.same, report.gone_count)
}

#[tokio::test]
async fn a_list_that_broke_off_goes_on_where_it_stopped() {
    let here = Here::new();
    // All is written, and what belongs to the end is not.
    let broken = here
        .bring(list(0..MANY), |_, _| Err(GroupError::NotFound))
        .await;
    assert!(broken.is_err());
    assert_eq!(here.brought().await.len(), MANY);
    let (_, report) = here
        .bring(list(0..MANY + 5), |_, _| Ok(()))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(counts(&report), (5, 0, MANY, 0), "none is made twice");
    assert_eq!(report.entries, MANY + 5);
    let told = here
        .app
        .store
        .read::<_, StoreError, _>(|tx| feed_store::feed(tx, ID))
        .await;
    assert_eq!(told.unwrap().unwrap().report, report);
}

#[tokio::test]
async fn what_a_long_list_no_longer_names_is_marked_to_the_last() {
    let here = Here::new();
    here.bring(list(0..MANY), |_, _| Ok(())).await.unwrap();
    let (_, report) = here
        .bring(list(MANY - 1..MANY), |_, _| Ok(()))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(counts(&report), (0, 0, 1, MANY - 1));
    assert_eq!(here.gone().await, MANY - 1);
    // What was cut short says nothing of those that it doesn't name.
    let cut = Said {
        is_whole: false,
        ..list(0..MANY - 1)
    };
    let (_, report) = here.bring(cut, |_, _| Ok(())).await.unwrap().unwrap();
    assert_eq!(counts(&report), (0, MANY - 1, 1, 0));
    assert_eq!(here.gone().await, 0);
}

#[tokio::test]
async fn as_many_meetings_are_read_as_by_the_command() {
    let entries: Vec<String> = (0..5_200)
        .map(|n| format!(r#"{{"slug":"s{n}","name":"Circle","day":1,"time":"19:00"}}"#))
        .collect();
    let how = How {
        form: None,
        fellowship: Fellowship::of("aa").unwrap(),
        zone: None,
    };
    let bytes = format!("[{}]", entries.join(",")).into_bytes();
    let said = bring::read(bytes, how).await.unwrap().unwrap();
    assert_eq!((said.meetings.len(), said.is_whole), (5_200, true));
}
