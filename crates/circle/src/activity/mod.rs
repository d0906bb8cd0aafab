//! What a circle does together in its working time.

mod kind;

pub use kind::{ActivityKind, PATTERNS, Part, Step, StepKind, Writer};
