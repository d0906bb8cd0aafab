//! Group sessions: the live room around `circle`, its journal, and what each person keeps of it.

pub mod wire;
