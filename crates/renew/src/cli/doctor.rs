//! `renew doctor`: says in sentences what is wrong with a set-up, and how to mend it.

use super::{ServeArgs, options, serve};
use crate::doctor::{self, Finding, Grade};
use crate::site::clock::Clock;

pub(super) fn run(args: &ServeArgs) -> Result<(), String> {
    let config = options::config(args, args.listen)?;
    let findings = serve::runtime()?.block_on(doctor::examine(&config, &Clock::System));
    print(&findings);
    let broken = findings
        .iter()
        .filter(|finding| finding.grade == Grade::Broken)
        .count();
    match broken {
        0 => Ok(()),
        1 => Err("One thing is broken.".into()),
        _ => Err(format!("{broken} things are broken.")),
    }
}

#[allow(clippy::print_stdout)] // The operator reads it.
fn print(findings: &[Finding]) {
    for finding in findings {
        println!(
            "{:<11}  {:<7}  {}",
            finding.area, finding.grade, finding.sentence
        );
    }
}
