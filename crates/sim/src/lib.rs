//! Seeded simulation of whole communities (development only).
//!
//! A simulation is worth what it reaches and what it notices. So each run counts what happened
//! in it ([`tally`]), a test asks that everything worth reaching was reached, and another breaks
//! rules on purpose and asks that each is noticed.

pub mod circle;
pub mod conductor;
pub mod rng;
pub mod tally;
