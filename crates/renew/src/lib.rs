//! Renew: the program. One folder for each thing that people do, and `site` for what every page
//! shares. `ARCHITECTURE.md` has the map.

pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod formats;
pub mod groups;
pub mod https;
pub mod keepers;
pub mod people;
pub mod router;
pub mod safety;
pub mod sessions;
pub mod site;
pub mod welcome;

pub use app::App;

/// A page is read on one thread and answered on another, so what one allocates the other frees:
/// the allocator of most systems takes locks for that, and this one does not.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
