//! Texts of the human net.

crate::words! {
    /// Crisis lines, and the form in which a community says what it is.
    pub(super) struct SafetyWords {
        strip_label: "If you need help now", "Si necesitas ayuda ahora";
        in_danger: "In danger, or someone can't be woken?", "¿Hay peligro, o alguien no despierta?";
        local_number: "Call your local emergency number.", "Llama al número de emergencias de tu zona.";
        need_a_person: "Need a person to talk to, any hour?", "¿Necesitas hablar con alguien, a cualquier hora?";

        settings_title: "What we say of ourselves", "Cómo nos presentamos";
        settings_lead: "Your name, your country and the way out. They show on every public page.", "El nombre, el país y la salida rápida. Aparecen en todas las páginas públicas.";
        settings_kept: "Kept. Everyone sees it from now on.", "Guardado. Desde ahora lo ve todo el mundo.";
        settings_keep: "Keep these", "Guardar";
        settings_who: "Everyone can see this, without signing in", "Lo puede ver cualquiera, sin entrar";
        name_label: "The community's name", "Nombre de la comunidad";
        name_hint: "Up to 40 characters. Left empty, it is “{name}”.", "Hasta 40 caracteres. Si lo dejas vacío, es «{name}».";
        leave_label: "Where Leave quickly goes", "Adónde lleva «Salir rápido»";
        leave_hint: "A page anybody might have open: the weather, the news. Left empty, it is {address}", "Una página que cualquiera podría tener abierta: el tiempo, las noticias. Si lo dejas vacío, es {address}";
        country_label: "Country", "País";
        country_hint: "It decides whom people can call, unless they say that they are elsewhere.", "Decide a quién se puede llamar, salvo que la persona diga que está en otro.";
        bad_country: "Choose a country from the list", "Elige un país de la lista";
        lines_page_title: "Whom people can call", "A quién se puede llamar";
        lines_page_lead: "Everyone sees the numbers of your country, or of the country they choose for themselves.", "Cada persona ve los números del país de la comunidad, o del país que elija.";
        known_title: "What we know", "Lo que sabemos";
        known_text: "These show where you write none of your own; the emergency number always shows. Numbers change: ring them now and then.", "Aparecen donde no escribes otros; el de emergencias aparece siempre. Los números cambian: llama de vez en cuando para comprobarlos.";
        known_none: "We know no number for here. People read: call your local emergency number.", "No conocemos ningún número de aquí. Se lee: llama al número de emergencias de tu zona.";
        known_source: "{source}. Known to hold in {when}.", "{source}. Vigente en {when}.";
        lines_title: "Whom to call, in {language}", "A quién llamar, en {language}";
        lines_hint: "Ring each number yourself before you write it here. Left empty, the country's numbers show. Its emergency number always does.", "Llama tú a cada número antes de escribirlo aquí. Si lo dejas vacío, aparecen los del país. El de emergencias aparece siempre.";
        line_title: "Number {place}", "Número {place}";
        line_for: "When to call it", "Cuándo llamar";
        line_for_hint: "As a question: “Need a person to talk to, any hour?”", "Como pregunta: «¿Necesitas hablar con alguien, a cualquier hora?»";
        line_label: "What the button says", "Qué dice el botón";
        line_label_hint: "Name the number in it: “Call or text 988”", "Que nombre el número: «Llama al 024»";
        line_number: "The number itself", "El número";
        bad_address: "Write the whole address of a page, beginning with https://", "Escribe la dirección completa de una página, que empiece por https://";
        bad_number: "Write the number as it is dialled, with at least two digits", "Escribe el número tal como se marca, con dos cifras o más";
        label_missing: "Write what the button says", "Escribe qué dice el botón";
        too_long: "Shorten this to {count} characters", "Acórtalo a {count} caracteres";
    }
}

crate::words! {
    /// Help now.
    pub(super) struct HelpWords {
        tab: "Help now", "Ayuda ya";
        title: "You reached out. Stay here a moment.", "Has pedido ayuda. Quédate aquí un momento.";
        lead: "You don't have to decide anything yet, and there is nothing to fill in.", "No tienes que decidir nada todavía, y no hay nada que rellenar.";
        breathe: "Breathe", "Respirar";
        breathe_in: "Breathe in", "Toma aire";
        breathe_out: "And out", "Y suéltalo";
        breath_label: "A ring to breathe with: it grows for four seconds and settles for six", "Un anillo para respirar: crece cuatro segundos y se asienta seis";
        breath_hint: "Four seconds in, six seconds out. No sound.", "Cuatro segundos al tomar aire, seis al soltarlo. Sin sonido.";
        breath_choices: "Ways to breathe along", "Maneras de acompañar la respiración";
        breath_moving: "Show the moving ring", "Ver el anillo en movimiento";
        breath_still: "Stop the moving ring", "Parar el anillo";
        breath_words: "Just words, please", "Solo palabras";
        look_around: "If breathing this way feels wrong, look around and name five things you can see. That works too.", "Si respirar así no te sienta bien, mira a tu alrededor y nombra cinco cosas que ves. También sirve.";
        call_title: "Call someone now", "Llama a alguien ahora";
        call_text: "If you might hurt yourself, or think of ending your life, say it to a person who is there to hear it.", "Si podrías hacerte daño, o piensas en quitarte la vida, díselo a una persona que está ahí para oírlo.";
        elsewhere: "I'm in another country", "Estoy en otro país";
        call_local: "Call your local emergency number.", "Llama al número de emergencias de tu zona.";
        person_title: "Be with someone", "Busca a alguien";
        person_text: "A craving is easier to carry with another voice nearby. Any words will do: “Hard moment. Can we talk?”", "Las ganas pesan menos con otra voz cerca. Vale cualquier frase: «Mal momento. ¿Hablamos?»";
        person_mine: "My people", "Mi gente";
        person_session: "Sessions I can come to", "Sesiones a las que puedo ir";
        person_meeting: "Find a meeting today", "Buscar una reunión hoy";
        person_seat: "Take a seat here", "Tomar un lugar aquí";
        too_much_title: "Someone may have taken too much", "Alguien puede haber tomado demasiado";
        too_much_look: "Look for these. If you aren't sure, act as if it were so.", "Fíjate en esto. Si dudas, actúa como si así fuera.";
        sign_wake: "They can't be woken, by voice or by rubbing the breastbone hard.", "No despierta, ni con la voz ni frotándole fuerte el esternón.";
        sign_breath: "They breathe slowly, shallowly, or not at all.", "Respira despacio, con poca fuerza, o no respira.";
        sign_colour: "Their lips, nails or skin turn blue, grey or pale.", "Los labios, las uñas o la piel se ponen azules, grises o pálidos.";
        sign_sound: "They gurgle, choke or snore in a strange way.", "Hace ruidos de ahogo o ronca de forma rara.";
        sign_pupils: "Their pupils are tiny, like the point of a pin (with opioids).", "Las pupilas están muy pequeñas, como la punta de un alfiler (con opioides).";
        too_much_do: "Then:", "Entonces:";
        do_call: "Call for an ambulance now.", "Pide una ambulancia ya.";
        do_naloxone: "Give naloxone if there is any and opioids may be part of it. It does no harm if they are not. If nothing changes after two or three minutes, give another dose.", "Da naloxona si la hay y puede haber opioides. Si no los hay, no hace daño. Si a los dos o tres minutos nada cambia, da otra dosis.";
        do_breathe: "If they breathe, lay them on their side, so that they don't choke. If they don't breathe, or only gasp, say so on the phone, and do what you are told.", "Si respira, pon a la persona de lado, para que no se ahogue. Si no respira, o solo da bocanadas, dilo por teléfono y haz lo que te digan.";
        do_stay: "Stay until help is there, even if they wake up. Naloxone can wear off sooner than the drug, so nothing more should be taken now.", "Quédate hasta que llegue la ayuda, aunque despierte. El efecto de la naloxona puede pasar antes que el de la droga, así que ahora no hay que tomar nada más.";
        do_not: "Alcohol and pills can do this too. Nobody should be left to sleep it off, made to vomit, or put in a cold shower.", "El alcohol y las pastillas también pueden causarlo. No hay que dejar a nadie durmiéndola a solas, ni provocarle el vómito, ni darle una ducha fría.";
        too_much_source: "The signs and steps follow what public health services teach about opioid overdose (World Health Organization, “Opioid overdose” and “Community management of opioid overdose”; US CDC, “What to do if you think someone is overdosing”). This page can't tell what somebody took: when in doubt, call.", "Las señales y los pasos siguen lo que enseñan los servicios de salud pública sobre la sobredosis de opioides (Organización Mundial de la Salud, «Sobredosis de opioides»; CDC de Estados Unidos, «Qué hacer si cree que alguien tiene una sobredosis»). Esta página no puede saber qué tomó alguien: ante la duda, llama.";
        used_title: "If you have already used", "Si ya has consumido";
        used_text: "Thank you for looking here. Nothing you have done before is taken away, and your seat is yours.", "Gracias por mirar aquí. Nada de lo que hiciste antes se pierde, y tu lugar es tuyo.";
        used_safe: "After a break, even of a few days, a body takes less than before: what was usual can be too much. Please don't use alone, don't mix, let someone know, and keep naloxone near if opioids may be part of it.", "Después de una pausa, aunque sea de pocos días, el cuerpo aguanta menos: lo de siempre puede ser demasiado. Por favor, no consumas a solas, no mezcles, avisa a alguien y ten cerca naloxona si puede haber opioides.";
        stopping: "If you drink a lot every day, or take sleeping pills or tranquillisers, stopping all at once can be dangerous. Ask a doctor or nurse how to come down slowly. Shaking badly, seeing things that aren't there, or a fit is an emergency: call.", "Si bebes mucho a diario, o tomas pastillas para dormir o tranquilizantes, dejarlo de golpe puede ser peligroso. Pregunta a personal médico cómo bajar poco a poco. Temblar mucho, ver cosas que no están o tener una convulsión es una urgencia: llama.";
    }
}

crate::words! {
    /// The page under which a coordinator's pages stand.
    pub(super) struct LookingAfterWords {
        title: "Looking after", "Coordinar";
        lead: "What keeps the community going. Your own recovery is under Today.", "Lo que sostiene a la comunidad. Tu propia recuperación está en Hoy.";
        safety: "Safety", "Seguridad";
        safety_hint: "Who gets in touch and by when, who is on call, whom people can call.", "Quién se pone en contacto, quién está de guardia, a quién se puede llamar.";
        schedule: "Schedule", "Horario";
        schedule_hint: "Who meets when in the next days, what is off or moved, and who leads.", "Quién se reúne y cuándo en estos días, qué se suspende o cambia, y quién facilita.";
        venues: "Venues", "Locales";
        venues_hint: "Close one for a while, for all its meetings at once.", "Cerrar uno por un tiempo, para todas sus reuniones a la vez.";
        formats: "Formats of sessions", "Formatos de las sesiones";
        formats_hint: "What happens in a session, in which order, and for how long.", "Qué pasa en una sesión, en qué orden y cuánto dura.";
        debriefs: "What facilitators shared", "Lo que compartió quien guía";
        debriefs_hint: "Looks back at sessions, shared with you by those who led them.", "Miradas atrás que quiso compartirte quien guió.";
        groups: "Groups", "Grupos";
        groups_hint: "When and where they meet, who leads, and taking over a fellowship's list.", "Cuándo y dónde se reúnen, quién guía, e incorporar la lista de una confraternidad.";
        people: "People", "Personas";
        people_hint: "Who is here, who coordinates, and a door for somebody who lost their words.", "Quién está, quién coordina, y una puerta para quien perdió sus palabras.";
        invitations: "Invitations", "Invitaciones";
        invitations_hint: "Links that let somebody in.", "Enlaces para que alguien pueda entrar.";
        settings: "What we say of ourselves", "Cómo nos presentamos";
        settings_hint: "Name, country, the way out.", "Nombre, país, salida rápida.";
    }
}

crate::words! {
    /// The coordinators' page of the human net.
    pub(super) struct SafetyPageWords {
        title: "Safety", "Seguridad";
        lead: "What holds when somebody isn't OK: who gets in touch, who is on call, whom to ring.", "Lo que sostiene cuando alguien no está bien: quién se pone en contacto, quién está de guardia, a quién llamar.";
        on_call: "On call", "Guardias";
        on_call_hint: "Whom those who lead can ring, and when.", "A quién puede llamar quien guía, y cuándo.";
        lines: "Whom people can call", "A quién se puede llamar";
        lines_hint: "Crisis lines for each country, in each language.", "Líneas de ayuda de cada país, en cada idioma.";
    }
}
