#![allow(clippy::all, clippy::print_stdout, clippy::unwrap_used)]
use calendar::{
    Language,
    fellowship::Fellowship,
    meeting_guide::{Limits, Options, read},
};
use std::collections::BTreeMap;
fn main() {
    for arg in std::env::args().skip(1) {
        let (f, path) = arg.split_once('=').unwrap();
        let bytes = std::fs::read(path).unwrap();
        let o = Options {
            fellowship: Fellowship::of(f).unwrap(),
            zone: None,
            limits: Limits::default(),
        };
        match read(&bytes, &o) {
            Err(e) => println!("{path}: {e}"),
            Ok(r) => {
                let mut a: BTreeMap<String, usize> = BTreeMap::new();
                for m in &r.meetings {
                    *a.entry(format!("{:?}", m.attendance)).or_default() += 1;
                }
                println!(
                    "{path}: entries {} meetings {} whole {} {:?} appointment {} left {:?}",
                    r.entries,
                    r.meetings.len(),
                    r.is_whole,
                    a,
                    r.meetings.iter().filter(|m| m.is_by_appointment()).count(),
                    r.left_out
                );
                let mut p: BTreeMap<String, usize> = BTreeMap::new();
                for q in &r.problems {
                    *p.entry(format!(
                        "{}: {} {}",
                        q.field,
                        q.fault.sentence(Language::English),
                        q.done.sentence(Language::English)
                    ))
                    .or_default() += 1;
                }
                for (k, n) in p {
                    println!("   {n:4} {k}");
                }
            }
        }
    }
}
