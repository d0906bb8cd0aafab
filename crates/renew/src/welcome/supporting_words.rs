//! Texts for families and friends. They come from what people in recovery say has helped them;
//! they claim nothing that would need a study.

crate::words! {
    pub(super) struct SupportingWords {
        title: "Supporting someone", "Apoyar a alguien";
        lead: "You can't do it for them. You can be someone it is easier to do it near.", "No puedes hacerlo en su lugar. Pero cerca de ti puede ser más fácil.";
        helps: "What often helps", "Lo que suele ayudar";
        help_listen: "Listen to the end. You don't have to have an answer.", "Escucha hasta el final. No hace falta que tengas una respuesta.";
        help_ask: "Ask what would be useful today, and believe what they say.", "Pregunta qué le vendría bien hoy, y cree lo que te diga.";
        help_small: "Notice small things: they came, they called, they said it out loud.", "Fíjate en lo pequeño: vino, llamó, lo dijo en voz alta.";
        help_practical: "Offer one concrete thing. A lift to a meeting is worth more than “let me know if you need anything”.", "Ofrece algo concreto. Llevar en coche a una reunión vale más que «avísame si necesitas algo».";
        help_return: "If they use again, be glad that they told you. The days before still count.", "Si vuelve a consumir, alégrate de que te lo cuente. Los días de antes siguen contando.";
        hinders: "What often doesn't", "Lo que no suele ayudar";
        hinder_shame: "Shame, even as a joke. People hide what they are shamed for.", "La vergüenza, aunque sea en broma. La gente esconde aquello por lo que la avergüenzan.";
        hinder_watch: "Watching over every hour, going through pockets and phones.", "Vigilar cada hora, revisar bolsillos y teléfonos.";
        hinder_bargain: "Threats you would not carry out, and promises you can't keep.", "Amenazas que no cumplirías, y promesas que no puedes mantener.";
        hinder_alone: "Carrying it alone and telling nobody.", "Cargar con todo a solas y no contárselo a nadie.";
        words_title: "Words", "Las palabras";
        words_text: "Words decide whether a door stays open. In our circles we talk of the person first.", "Las palabras deciden si una puerta queda abierta. En nuestros círculos hablamos primero de la persona.";
        say: "We say", "Decimos";
        rather_than: "Rather than", "En lugar de";
        say_person: "a person in recovery", "una persona en recuperación";
        not_person: "a word that makes the illness their name", "una palabra que convierte la enfermedad en su nombre";
        say_used: "they used, a hard day", "consumió, un día difícil";
        not_used: "they failed, they fell", "fracasó, cayó";
        say_return: "they came back", "ha vuelto";
        not_return: "they are back at zero", "está otra vez en cero";
        you_title: "And you?", "¿Y tú?";
        you_text: "You may need a place to talk as well. Some groups are open to families and friends; their page says so.", "Puede que tú también necesites un lugar donde hablar. Algunos grupos están abiertos a familias y amistades; su página lo dice.";
        you_find: "Look for a group", "Buscar un grupo";
        why_title: "What do they do there?", "¿Y qué hacen allí?";
        why_text: "You can read what happens in each part of a session, why people do it, and what is honestly known about it.", "Puedes leer qué pasa en cada parte de una sesión, por qué se hace y qué se sabe de verdad.";
        why_more: "Why we do this", "Por qué hacemos esto";
        danger_title: "If it may be an emergency", "Si puede ser una emergencia";
        danger_text: "Someone who can't be woken, breathes slowly or hardly, or turns blue or grey needs an ambulance now. If opioids may be around, ask a pharmacy or a health service near you about naloxone before you need it.", "Alguien que no despierta, respira despacio o apenas, o se pone azul o gris necesita una ambulancia ya. Si puede haber opioides cerca, pregunta por la naloxona en una farmacia o un centro de salud antes de que haga falta.";
        danger_help: "What to look for and what to do", "Qué mirar y qué hacer";
        join_title: "Can I sign them up?", "¿Puedo inscribir a otra persona?";
        join_text: "No: a seat is taken by the person who sits in it. You can show them this page, sit beside them while they choose a name, or come yourself first and see.", "No: el lugar lo toma quien se va a sentar en él. Puedes enseñarle esta página, estar a su lado mientras elige un nombre, o venir tú primero a verlo.";
    }
}
