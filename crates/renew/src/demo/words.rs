//! Texts of the demo.

crate::words! {
    pub(super) struct DemoWords {
        title: "Try a circle", "Prueba un círculo";
        lede: "This is a community made up for today. The people in the circle are simulated; they come in by the same door as a browser. Close the program and everything is gone.", "Esta comunidad es de hoy y de mentira. Las personas del círculo son simuladas y entran por la misma puerta que un navegador. Al cerrar el programa desaparece todo.";
        how_fast: "How fast?", "¿A qué ritmo?";
        quick: "Quick", "Rápido";
        quick_hint: "Ninety minutes in about nine.", "Noventa minutos en unos nueve.";
        real: "Real", "Real";
        real_hint: "As long as a session lasts.", "Lo que dura una sesión.";
        member: "Take a seat", "Toma asiento";
        member_hint: "You are Wren, a member. Marlow leads.", "Eres Wren, del grupo. Guía Marlow.";
        lead: "Lead the circle", "Guía el círculo";
        lead_hint: "You are Marlow. Bea hosts, the others wait for you to begin.", "Eres Marlow. Bea acompaña; el resto espera a que empieces.";
        look_around: "Look around first", "Antes, echa un vistazo";
        look_around_hint: "You are Robin, the coordinator: groups, people, settings, importing a fellowship's feed.", "Eres Robin, de coordinación: grupos, personas, ajustes, importar las reuniones de una comunidad.";
    }
}
