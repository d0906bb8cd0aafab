//! Why no voice comes through, in sentences.

crate::words! {
    /// What a page says that can't be connected.
    pub(super) struct MediaWords {
        no_seat: "Your seat is not ready for sound on this page. Reload it, and try again.", "Tu sitio aún no está listo para el sonido en esta página. Recárgala y vuelve a intentarlo.";
        too_often: "The sound was connected anew too often. Wait a minute, and try again.", "El sonido se ha conectado de nuevo demasiadas veces. Espera un minuto y vuelve a intentarlo.";
        busy: "The sound can't be connected at the moment. Your seat is kept; try again soon.", "Ahora mismo no se puede conectar el sonido. Tu sitio sigue guardado; inténtalo enseguida.";
        other_browser: "This browser's sound doesn't fit ours. Update it, or try another one.", "El sonido de este navegador no encaja con el nuestro. Actualízalo o prueba con otro.";
    }
}
