//! The simulation of live sessions, tried itself: it reaches what is worth reaching, finds nothing
//! in a sound circle, and finds each rule that is broken on purpose.
#![allow(clippy::unwrap_used, clippy::panic)]

use ::circle::format::Format;
use sim::{
    circle::{Broken, Options, Rule, WORTH_REACHING, run},
    tally::Tally,
};

#[test]
fn a_sound_circle_breaks_no_rule_and_the_runs_reach_what_matters() {
    let shipped = Format::shipped();
    let mut tally = Tally::default();
    for seed in 0..640 {
        let run = run(seed, Options::default(), &shipped);
        assert_eq!(run.violation, None, "seed {seed}");
        tally.add(&run.tally);
    }
    for name in WORTH_REACHING {
        assert!(tally.of(name) > 0, "nobody reached: {name}\n{tally}");
    }
}

#[test]
fn the_same_seed_is_the_same_evening() {
    let shipped = Format::shipped();
    let told = Options {
        told: true,
        ..Options::default()
    };
    for seed in [1, 7, 23] {
        let (once, again) = (run(seed, told, &shipped), run(seed, told, &shipped));
        assert!(once.story.len() > 10);
        assert_eq!(once.story, again.story, "seed {seed}");
        assert_eq!(once.tally, again.tally, "seed {seed}");
    }
    let (one, other) = (run(1, told, &shipped), run(2, told, &shipped));
    assert_ne!(one.story, other.story);
}

/// Which of the referee's rules a deliberately broken one has to be found by.
fn found_as(broken: Broken) -> &'static [Rule] {
    match broken {
        Broken::CutsOff => &[Rule::NobodyCutOff],
        Broken::SecondFirst => &[Rule::UnheardFirst],
        Broken::TurnOutlivesPhase => &[Rule::OneFloor],
        Broken::Unagreed => &[Rule::AgreedFirst],
        Broken::LoudWord => &[Rule::PrivateWord],
        Broken::EarlyQuiet => &[Rule::QuietUntilTheEnd],
        Broken::StaleQueue => &[Rule::LateView],
        Broken::ForgetfulSnapshot => &[Rule::Restored],
        Broken::ActsTwice => &[Rule::OnceOnly],
        Broken::RemovedReturns => &[Rule::RemovedStaysOut],
        Broken::OpenDoor => &[Rule::DoorHeld],
        Broken::AcceptsItself | Broken::TakesFromClosing => &[Rule::PlanIsPeoples],
        Broken::NeverEnds => &[Rule::CanEnd],
        Broken::Chance => &[Rule::SameBytes],
        Broken::StandsStill => &[Rule::KeepsMoving, Rule::UnheardFirst],
        Broken::BusyTimer => &[Rule::TimersMoveOn],
        Broken::LastHandFirst => &[Rule::HandsInOrder],
        Broken::LoudLatecomer => &[Rule::AgreedFirst],
        Broken::LeadGrabbed => &[Rule::LeadHeld],
        Broken::OthersWords => &[Rule::PrivateWord],
        Broken::EarlyAnswers => &[Rule::EarlyAnswers],
        Broken::NamedAnswers => &[Rule::NamedAnswers, Rule::ShownTogether],
        Broken::Unstoppable => &[Rule::Stoppable],
        Broken::LoudKept => &[Rule::KeptByOwner],
        Broken::TwoPartners => &[Rule::OnePart],
        Broken::SwapsUnasked => &[Rule::SwapByBoth],
        Broken::LoudScene => &[Rule::SceneApart],
        Broken::LoudAside => &[Rule::QuietAside],
        Broken::CalledAway => &[Rule::OfferedNoTurn],
        Broken::RoomsStay => &[Rule::RoomsEnd, Rule::Stoppable],
        Broken::StepsByItself => &[Rule::PlanIsPeoples],
        Broken::WalksBackIn => &[Rule::SentOutWaits],
        Broken::LoudWaiting => &[Rule::WaitsUnnamed],
        Broken::TableApart => &[Rule::TableTogether],
        Broken::EndlessLounge => &[Rule::LoungeCloses],
        Broken::ToldTwice => &[Rule::ToldOnce],
        Broken::ThinWalls | Broken::OpenMics | Broken::RestlessMics | Broken::LooseThreshold => {
            &[Rule::HeardWhereMeant]
        }
    }
}

#[test]
fn every_broken_rule_is_found() {
    /// Far more evenings than the shyest of them needs.
    const SEEDS_MAX: u64 = 600;
    let shipped = Format::shipped();
    for broken in Broken::ALL {
        let options = Options {
            broken: Some(broken),
            told: false,
        };
        let violation = (0..SEEDS_MAX)
            .find_map(|seed| run(seed, options, &shipped).violation)
            .unwrap_or_else(|| panic!("{broken} was not found"));
        let expected = found_as(broken);
        assert!(
            expected.contains(&violation.rule),
            "{broken} was found as: {violation}"
        );
    }
}

#[test]
fn a_broken_rule_is_named_as_it_is_printed() {
    for broken in Broken::ALL {
        assert_eq!(broken.to_string().parse(), Ok(broken));
    }
    let error = "no-such".parse::<Broken>().unwrap_err().to_string();
    assert!(error.contains("cuts-off"), "{error}");
}
