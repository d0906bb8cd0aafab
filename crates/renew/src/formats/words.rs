//! Texts of the pages that show formats: the list, one of them, how an evening will go, files.

crate::words! {
    pub(super) struct FormatWords {
        // The list.
        title: "Formats", "Formatos";
        intro: "A format is the plan of a session: its parts, their minutes, and what each says to people. Copy one and make it yours.", "Un formato es el plan de una sesión: sus partes, sus minutos y lo que cada una dice. Copia uno y hazlo tuyo.";
        shipped: "That come with Renew", "Los que vienen con Renew";
        own: "Of this community", "De esta comunidad";
        own_empty_title: "None of your own yet", "Aún no hay ninguno propio";
        own_empty_text: "Open one of the formats above and copy it. The copy is yours to change.", "Abre uno de los formatos de arriba y cópialo. La copia es tuya y la puedes cambiar.";
        line: "{n} minutes, {parts} parts, up to {seats} people", "{n} minutos, {parts} partes, hasta {seats} personas";
        unfinished: "Unfinished", "Sin terminar";
        ready: "Ready, not offered yet", "Listo, aún sin ofrecer";
        offered: "Groups can choose it", "Los grupos pueden elegirlo";
        changed: "Changed since the last version", "Con cambios desde la última versión";
        away: "Put away", "Retirado";
        mine: "You look after it", "Lo cuidas tú";
        unnamed: "Without a name yet", "Aún sin nombre";
        bring: "Bring a format from a file", "Traer un formato de un archivo";
        deleted: "The format is deleted.", "El formato se ha borrado.";
        full: "This community has {n} formats of its own, as many as we keep. Change one of them instead, or delete an unfinished one.", "Esta comunidad ya tiene {n} formatos propios, todos los que guardamos. Cambia uno de ellos o borra alguno sin terminar.";

        // One of them.
        copy: "Copy it and change the copy", "Copiarlo y cambiar la copia";
        change: "Change it", "Cambiarlo";
        download: "Download as a file", "Descargar como archivo";
        all_formats: "All formats", "Todos los formatos";
        the_plan: "The plan", "El plan";
        minutes: "{n} min", "{n} min";
        minutes_range: "{n} minutes, from {min} to {max}", "{n} minutos, de {min} a {max}";
        optional: "Can be left out", "Se puede saltar";
        protected: "Closing, never cut", "Cierre, nunca se recorta";
        planned_for: "Planned for: {all}", "Previsto: {all}";
        why: "Why we do this", "Por qué lo hacemos";
        who_can_see: "Those who lead groups here, and coordinators", "Quienes guían grupos aquí, y quienes coordinan";

        // How an evening will go.
        forecast: "How it will go", "Cómo irá";
        forecast_text: "If everybody takes a turn and uses it up. The conductor only offers; who leads decides.", "Si todo el mundo toma su turno y lo usa entero. El programa solo propone; decide quien guía.";
        if_come: "If {n} people come", "Si vienen {n} personas";
        seats_only: "There are seats for {n}. The others wait at the door.", "Hay lugar para {n}. Las demás esperan en la puerta.";
        each_minutes: "{part}: about {n} minutes each", "{part}: unos {n} minutos por turno";
        each_minute: "{part}: about a minute each", "{part}: alrededor de un minuto por turno";
        each_seconds: "{part}: about {n} seconds each", "{part}: unos {n} segundos por turno";
        one_minutes: "{part}: one person, {n} minutes", "{part}: una persona, {n} minutos";
        in_time: "{part}: half a minute each, and time for {n} of {all}", "{part}: medio minuto por turno, y tiempo para {n} de {all}";
        cut: "To end on time, it would be offered to shorten: {all}.", "Para acabar a tiempo se propondría acortar: {all}.";
        cut_one: "{part} by {n} min", "{part}, {n} min";
        cut_none: "Nothing has to be shortened.", "No hay que acortar nada.";
        later: "It would end about {n} min later.", "Acabaría unos {n} min más tarde.";
        closing_keeps: "The closing keeps its {n} minutes.", "El cierre conserva sus {n} minutos.";
        closing_more: "The closing keeps its {n} minutes, and needs about {more} more for everybody to speak.", "El cierre conserva sus {n} minutos, y necesita unos {more} más para que hable todo el mundo.";
        closing_missing: "There is no closing yet.", "Aún no hay cierre.";

        // Files.
        bring_title: "Bring a format from a file", "Traer un formato de un archivo";
        bring_text: "A format that another community exported, or one that you wrote. It comes in as a draft of yours: groups see it only when you let them.", "Un formato que exportó otra comunidad, o que escribiste tú. Entra como borrador tuyo: los grupos solo lo ven cuando tú quieras.";
        file: "The file", "El archivo";
        file_hint: "A .json file of at most {n} KB.", "Un archivo .json de {n} KB como mucho.";
        file_none: "Choose a file first.", "Elige antes un archivo.";
        file_problems: "What to mend in the file", "Lo que hay que arreglar en el archivo";
        look: "Bring it in", "Traerlo";
    }
}
