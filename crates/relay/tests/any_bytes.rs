//! Some of what the fuzzer does by the hour, on every run.

mod fuzzed;

use proptest::prelude::*;

const LINES: [&str; 12] = [
    "v=0",
    "o=- 1 2 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=group:BUNDLE 0 1",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "m=video 9 UDP/TLS/RTP/SAVPF 96",
    "a=mid:0",
    "a=sendonly",
    "a=recvonly",
    "a=ice-ufrag:abcd",
    "a=rtpmap:111 opus/48000/2",
];

proptest! {
    #[test]
    fn any_bytes_come_to_the_port(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        fuzzed::port(&bytes);
    }

    #[test]
    fn any_lines_are_offered(
        lines in proptest::collection::vec((0..LINES.len(), "[ -~]{0,12}"), 0..30),
    ) {
        let line = |(number, more): &(usize, String)| format!("{}{more}\r\n", LINES[*number]);
        fuzzed::offer(&lines.iter().map(line).collect::<String>());
    }

    #[test]
    fn any_text_is_offered(text in "\\PC{0,300}") {
        fuzzed::offer(&text);
    }
}
