//! Texts of the human net.

crate::words! {
    pub(super) struct SafetyWords {
        strip_label: "If you need help now", "Si necesitas ayuda ahora";
    }
}
