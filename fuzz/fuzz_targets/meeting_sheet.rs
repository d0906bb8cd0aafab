//! Bytes as a sheet of meetings, whose first line somebody got right.
#![no_main]

#[path = "../../crates/calendar/tests/held/mod.rs"]
mod held;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let options = held::options();
    for head in ["", "name,day,time,slug,types,address\n", "name;day\n"] {
        let sheet = [head.as_bytes(), bytes].concat();
        if let Ok(reading) = calendar::meeting_sheet::read(&sheet, &options) {
            held::hold(&reading);
        }
    }
});
