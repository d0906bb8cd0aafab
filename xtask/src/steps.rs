//! A list of named steps, run one after the other; a failed one does not hide the next, and the
//! end says in one place how each went.

use std::time::Instant;

use crate::tally::Tally;

/// Steps so far.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
    not_run: Vec<(&'static str, String)>,
}

#[derive(Debug)]
struct Step {
    name: &'static str,
    seconds: u64,
    tally: Tally,
    problem: Option<String>,
}

impl Steps {
    /// Runs a step that counts tests. Gives whether it went well.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        step: impl FnOnce() -> Result<Tally, String>,
    ) -> bool {
        println!("\n== {name}");
        let started = now();
        let (tally, problem) = match step() {
            Ok(tally) => (tally, None),
            Err(sentence) => {
                eprintln!("{sentence}");
                (Tally::default(), Some(sentence))
            }
        };
        let seconds = started.elapsed().as_secs();
        let good = problem.is_none() && tally.is_good();
        println!("== {name}: {} in {seconds} s", said(good));
        self.done.push(Step {
            name,
            seconds,
            tally,
            problem,
        });
        good
    }

    /// Notes a step that this machine can't run, and why.
    pub(crate) fn not_run(&mut self, name: &'static str, why: impl Into<String>) {
        let why = why.into();
        println!("\n== {name}: not run. {why}");
        self.not_run.push((name, why));
    }

    /// Says how each step went, and last the counts of all.
    ///
    /// # Errors
    /// Which steps failed.
    pub(crate) fn finish(self) -> Result<(), String> {
        println!("\n== In short");
        let mut all = Tally::default();
        let mut failed = Vec::new();
        for step in &self.done {
            let good = step.problem.is_none() && step.tally.is_good();
            let counts = if step.tally.passed + step.tally.failed > 0 {
                format!("   {}", step.tally)
            } else {
                String::new()
            };
            println!(
                "{:<34} {:<6} {:>5} s{counts}",
                step.name,
                said(good),
                step.seconds
            );
            all += step.tally;
            if !good {
                failed.push(step.name);
            }
        }
        for (name, why) in &self.not_run {
            println!("{name:<34} not run: {why}");
        }
        // A step that broke before it could count is one failure, so that the last line never
        // reads like a success.
        let uncounted = self
            .done
            .iter()
            .filter(|s| s.tally.failed == 0 && (s.problem.is_some() || s.tally.broken))
            .count();
        all.failed += u64::try_from(uncounted).unwrap_or(u64::MAX);
        println!("\n{all}");
        if failed.is_empty() {
            Ok(())
        } else {
            Err(format!("Not yet: {}.", failed.join(", ")))
        }
    }
}

fn said(good: bool) -> &'static str {
    if good { "ok" } else { "FAILED" }
}

/// The only clock here: how long a step took is told to a person and decides nothing.
#[allow(clippy::disallowed_methods)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_good_is_ok() {
        let mut steps = Steps::default();
        assert!(steps.run("one", || Ok(Tally {
            passed: 2,
            ..Tally::default()
        })));
        steps.not_run("two", "No such tool.");
        assert!(steps.finish().is_ok());
    }

    #[test]
    fn a_failed_step_lets_the_next_run_and_is_named_at_the_end() {
        let mut steps = Steps::default();
        assert!(!steps.run("one", || Err("It is broken.".into())));
        assert!(!steps.run("two", || Ok(Tally {
            broken: true,
            ..Tally::default()
        })));
        let mut ran = false;
        steps.run("three", || {
            ran = true;
            Ok(Tally::default())
        });
        assert!(ran);
        let sentence = steps.finish().unwrap_err();
        assert!(
            sentence.contains("one, two") && !sentence.contains("three"),
            "{sentence}"
        );
    }
}
