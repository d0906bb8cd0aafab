//! The pages about the parts of a session.

use super::sources::{
    AA_REVIEW, COHESION, HELPER_PRINCIPLE, HELPING_MATCH, IF_THEN, IF_THEN_SINCE, MINDFUL_REVIEW,
    MINDFUL_TRIAL, SOCIAL_LEARNING, WRITING,
};
use super::{Both, Claim, Reading};

/// A trial of a whole course, told where a session has a few minutes of the same kind.
const MINDFUL_COURSE: Claim = Claim {
    says: Both {
        en: "In one trial, 286 people who had finished a first treatment were shared out by chance. A year later, those who took an eight-week group course with mindfulness reported fewer days of use than those in the two other kinds of group.",
        es: "En un ensayo, se repartió al azar a 286 personas que habían terminado un primer tratamiento. Un año después, quienes hicieron un curso de ocho semanas en grupo con atención plena contaron menos días de consumo que quienes fueron a los otros dos tipos de grupo.",
    },
    limit: Both {
        en: "It was a whole course, for people of one treatment centre. It doesn't show that a few quiet minutes do the same.",
        es: "Fue un curso entero, con personas de un solo centro. No demuestra que unos minutos de calma hagan lo mismo.",
    },
    source: &MINDFUL_TRIAL,
};

/// What all the trials together say: far less.
const MINDFUL_TRIALS: Claim = Claim {
    says: Both {
        en: "A review of forty trials found that mindfulness programmes may lower the share of days with use a little, compared with other treatments.",
        es: "Una revisión de cuarenta ensayos encontró que los programas de atención plena quizá bajan un poco la parte de días con consumo, comparados con otros tratamientos.",
    },
    limit: Both {
        en: "The reviewers call that finding weak, and almost everything else they looked at very uncertain.",
        es: "Quienes la hicieron dicen que ese resultado es débil, y que casi todo lo demás que miraron es muy incierto.",
    },
    source: &MINDFUL_REVIEW,
};

const BELONGING: Claim = Claim {
    says: Both {
        en: "Across 55 studies of therapy groups, people who felt closer to their group tended to do better. The link was of middling strength.",
        es: "En 55 estudios de grupos de terapia, quienes sentían más unión con su grupo tendían a estar mejor. La relación era de fuerza media.",
    },
    limit: Both {
        en: "These were groups with therapists, for many kinds of trouble; for alcohol and drugs, studies don't agree. And it can't say which came first: feeling close, or feeling better.",
        es: "Eran grupos con terapeutas, para muchos tipos de problemas; sobre alcohol y drogas los estudios no coinciden. Y no puede decir qué fue primero: sentir la unión o sentirse mejor.",
    },
    source: &COHESION,
};

pub(super) static BREATHING: Reading = Reading {
    title: Both {
        en: "Breathing together",
        es: "Respirar en compañía",
    },
    happens: Both {
        en: "For a few minutes nobody speaks. A ring grows and shrinks slowly, and you can breathe with it or not. You can stop the ring, read plain words instead, or look around the room with your eyes open.",
        es: "Durante unos minutos nadie habla. Un anillo crece y se encoge despacio, y puedes respirar a su ritmo o no. Puedes parar el anillo, leer solo palabras, o mirar a tu alrededor con los ojos abiertos.",
    },
    why: Both {
        en: "People come from work, from the bus, from a row at home. A slow start lets everybody arrive before anyone is asked to listen. It is also a small thing that you can do anywhere, when a craving comes.",
        es: "La gente llega del trabajo, del autobús, de una discusión en casa. Empezar despacio deja que todo el mundo llegue antes de pedirle que escuche. También es algo pequeño que puedes hacer en cualquier sitio cuando vienen las ganas.",
    },
    known: &[MINDFUL_COURSE, MINDFUL_TRIALS],
    unknown: Both {
        en: "Nobody has shown that four minutes at the start of a circle change how someone's week goes. For some people, attention to the breath is unpleasant. That is why looking around is just as good here.",
        es: "Nadie ha demostrado que cuatro minutos al empezar cambien la semana de alguien. A algunas personas les resulta desagradable fijarse en la respiración. Por eso aquí vale igual mirar alrededor.",
    },
};

pub(super) static SILENCE: Reading = Reading {
    title: Both {
        en: "Quiet together",
        es: "En silencio, en compañía",
    },
    happens: Both {
        en: "Nobody speaks and nothing has to be done. You can look at something, think, or rest. The screen says when it is over; there is no bell that startles.",
        es: "Nadie habla y no hay nada que hacer. Puedes mirar algo, pensar o descansar. La pantalla avisa cuando termina; no suena ninguna campana que asuste.",
    },
    why: Both {
        en: "After something heavy has been said, a pause lets it be heard before the next person begins. Many people say it is the only quiet of their day.",
        es: "Cuando se ha dicho algo duro, una pausa deja que se oiga antes de que empiece otra persona. Mucha gente dice que es el único silencio de su día.",
    },
    known: &[MINDFUL_TRIALS],
    unknown: Both {
        en: "Silence by itself has hardly been studied in groups like ours. Many groups keep a silence because people like it. We do too, and know of no trial.",
        es: "El silencio por sí solo apenas se ha estudiado en grupos como el nuestro. Muchos grupos guardan un silencio porque a la gente le sienta bien. Aquí también, y no conocemos ningún ensayo.",
    },
};

pub(super) static WELCOME: Reading = Reading {
    title: Both {
        en: "Welcome and agreement",
        es: "Bienvenida y acuerdo",
    },
    happens: Both {
        en: "Whoever leads says hello and reads the few promises of the circle: what is said here stays here, nobody has to speak, nobody gives advice unasked. The limits are said as well: when someone may die or be badly hurt, we get help.",
        es: "Quien guía saluda y lee las pocas promesas del círculo: lo que se dice aquí se queda aquí, nadie está obligado a hablar, nadie da consejos sin que se los pidan. También se dicen los límites: si alguien puede morir o sufrir un daño grave, buscamos ayuda.",
    },
    why: Both {
        en: "People talk openly when they know the rules before they begin. Hearing them each time is dull on purpose: nobody has to wonder, and a newcomer hears the same as everybody else.",
        es: "Se habla con más libertad cuando se conocen las reglas antes de empezar. Oírlas cada vez aburre a propósito: nadie tiene que adivinar, y quien viene por primera vez oye lo mismo que el resto.",
    },
    known: &[BELONGING],
    unknown: Both {
        en: "We know of no study that compares circles that read an agreement with circles that don't. And no agreement can make people keep a promise: share what you could bear to have known.",
        es: "No conocemos ningún estudio que compare círculos que leen un acuerdo con otros que no. Y ningún acuerdo puede obligar a cumplir una promesa: comparte lo que puedas soportar que se sepa.",
    },
};

pub(super) static CHECK_IN: Reading = Reading {
    title: Both {
        en: "Check-in round",
        es: "Ronda de llegada",
    },
    happens: Both {
        en: "One after another, each person says how they are. If you made a plan last time, your own words are on your screen, and only you see them. Nobody answers or advises. You can pass, and be asked again later.",
        es: "Por turnos, cada persona dice cómo está. Si la última vez hiciste un plan, tus palabras aparecen en tu pantalla, y solo las ves tú. Nadie responde ni aconseja. Puedes pasar, y se te vuelve a ofrecer más tarde.",
    },
    why: Both {
        en: "In an open talk it is often the same few people who speak. A round gives everybody a place, the quiet ones too. And many people find a plan easier to remember when somebody will gently ask about it.",
        es: "En una charla abierta suelen hablar las mismas personas. Una ronda da sitio a todo el mundo, también a quien es de pocas palabras. Y mucha gente recuerda mejor un plan si sabe que alguien preguntará con cariño.",
    },
    known: &[BELONGING],
    unknown: Both {
        en: "Whether a round does more than free talk has not been tested in circles like ours.",
        es: "No se ha probado en círculos como los nuestros si una ronda hace más que una charla libre.",
    },
};

pub(super) static ROUND: Reading = Reading {
    title: Both {
        en: "A round on one question",
        es: "Una ronda sobre una pregunta",
    },
    happens: Both {
        en: "The circle gets one question. The turn goes round; whoever holds it speaks, and the others only listen. Passing is always fine.",
        es: "El círculo recibe una pregunta. El turno va pasando; habla quien lo tiene y el resto solo escucha. Siempre se puede pasar.",
    },
    why: Both {
        en: "Talking circles are far older than any programme. When nobody may interrupt, people often say things they have not said before, and hear that others know them too.",
        es: "Los círculos de palabra son mucho más antiguos que cualquier programa. Cuando nadie puede interrumpir, muchas veces se dicen cosas que no se habían dicho, y se oye que a otras personas les pasa lo mismo.",
    },
    known: &[BELONGING],
    unknown: Both {
        en: "Peoples who have held such circles for generations have their own knowledge of them, which is not ours to claim. We know of no trial in recovery groups that tells a round apart from the rest of the evening.",
        es: "Los pueblos que llevan generaciones con estos círculos tienen su propio saber, que no nos toca reclamar. No conocemos ningún ensayo en grupos de recuperación que separe la ronda del resto de la reunión.",
    },
};

pub(super) static AGENDA: Reading = Reading {
    title: Both {
        en: "What shall we look at?",
        es: "¿Qué miramos hoy?",
    },
    happens: Both {
        en: "Whoever wants time says so with a raised hand and a few words. The circle sees what there is, and who leads says what fits into the time.",
        es: "Quien quiere un rato lo pide levantando la mano, con pocas palabras. El círculo ve lo que hay, y quien guía dice lo que cabe en el tiempo.",
    },
    why: Both {
        en: "It keeps the evening about what is alive tonight, and lets people ask for time without having to fight for it.",
        es: "Así la reunión trata de lo que importa hoy, y se puede pedir tiempo sin tener que pelear por él.",
    },
    known: &[],
    unknown: Both {
        en: "It comes from ordinary good meetings. Nobody has shown that it helps recovery.",
        es: "Viene de las buenas reuniones de siempre. Nadie ha demostrado que ayude a la recuperación.",
    },
};

pub(super) static MODEL_SHARE: Reading = Reading {
    title: Both {
        en: "One person's story",
        es: "La historia de una persona",
    },
    happens: Both {
        en: "Somebody who asked beforehand tells a piece of their own way: how it was, what helped, what went wrong, how it is now. Setbacks belong to it. The others listen, and may say afterwards what it brought up in them.",
        es: "Alguien que lo pidió antes cuenta un trozo de su camino: cómo era, qué ayudó, qué salió mal, cómo es ahora. Los tropiezos forman parte. El resto escucha, y después puede decir qué le ha removido.",
    },
    why: Both {
        en: "Seeing how somebody like you coped is different from being told what to do. A story with its hard days in it is easier to believe.",
        es: "Ver cómo se las arregló alguien parecido a ti no es lo mismo que oír lo que hay que hacer. Una historia con sus días malos se cree mejor.",
    },
    known: &[Claim {
        says: Both {
            en: "That people learn a great deal by watching others is the heart of social learning theory. It also says that seeing somebody manage is one of the ways in which we come to believe that we can.",
            es: "Que las personas aprenden mucho mirando a otras es el centro de la teoría del aprendizaje social. También dice que ver a alguien lograrlo es una de las maneras de llegar a creer que se puede.",
        },
        limit: Both {
            en: "It is a theory about people in general. It doesn't say that hearing one story changes what happens to you.",
            es: "Es una teoría sobre las personas en general. No dice que oír una historia cambie lo que te pase a ti.",
        },
        source: &SOCIAL_LEARNING,
    }],
    unknown: Both {
        en: "Which stories help whom is not known. Some can stir up a craving, so you may step out at any moment.",
        es: "No se sabe qué historias ayudan a quién. Algunas pueden despertar las ganas, así que puedes salir en cualquier momento.",
    },
};

pub(super) static WORKING: Reading = Reading {
    title: Both {
        en: "Working time",
        es: "Tiempo de trabajo",
    },
    happens: Both {
        en: "The longest part. The circle does one or two things together: it looks at a thought, tries out a hard talk, works on one problem, or simply talks. Nobody is made to bring something.",
        es: "La parte más larga. El círculo hace una o dos cosas en común: mira un pensamiento, ensaya una conversación difícil, trabaja un problema, o simplemente habla. A nadie se le obliga a traer nada.",
    },
    why: Both {
        en: "Many people find that talking about a hard thing helps. Trying something with others there goes one step further, and you take it home.",
        es: "A mucha gente le alivia hablar de algo difícil. Probar algo en compañía va un paso más allá, y te lo llevas a casa.",
    },
    known: &[],
    unknown: Both {
        en: "Each activity has its own page with what is known about it. How they work when peers lead them, without a therapist, has hardly been studied.",
        es: "Cada actividad tiene su página con lo que se sabe. Cómo funcionan cuando las guían iguales, sin terapeuta, apenas se ha estudiado.",
    },
};

pub(super) static ASKS_AND_OFFERS: Reading = Reading {
    title: Both {
        en: "Asks and offers",
        es: "Pedir y ofrecer",
    },
    happens: Both {
        en: "Whoever wants to says what they could use this week, or what they could give: a call on Thursday, a lift, a recipe for a bad evening. Small things. Nobody has to do either.",
        es: "Quien quiere dice qué le vendría bien esta semana, o qué puede dar: una llamada el jueves, acercar a alguien en coche, una receta para una mala noche. Cosas pequeñas. Nadie tiene que hacer ni lo uno ni lo otro.",
    },
    why: Both {
        en: "Asking is hard, and easier where others ask too. And many people say that helping does them good too: it is good to be of use to somebody.",
        es: "Pedir cuesta, y cuesta menos donde otras personas también piden. Y mucha gente dice que ayudar le sienta bien: es bueno serle útil a alguien.",
    },
    known: &[
        Claim {
            says: Both {
                en: "The idea that helping does the helper good was described in 1965, from groups of people who helped each other.",
                es: "La idea de que ayudar le hace bien a quien ayuda se describió en 1965, a partir de grupos de personas que se ayudaban entre sí.",
            },
            limit: Both {
                en: "It is an idea from watching such groups and reading about them, not a measurement.",
                es: "Es una idea nacida de observar esos grupos y de leer sobre ellos, no una medición.",
            },
            source: &HELPER_PRINCIPLE,
        },
        Claim {
            says: Both {
                en: "In a large study of people treated for alcohol, those who were helping others in AA were less likely to return to drinking in the year after, however many meetings they went to.",
                es: "En un estudio grande con personas tratadas por el alcohol, quienes ayudaban a otras en AA volvieron menos a beber en el año siguiente, fueran a muchas o a pocas reuniones.",
            },
            limit: Both {
                en: "Nobody was told by chance to help or not. Perhaps people who are doing well find it easier to help.",
                es: "A nadie se le dijo al azar que ayudara o no. Puede que a quien está bien le resulte más fácil ayudar.",
            },
            source: &HELPING_MATCH,
        },
    ],
    unknown: Both {
        en: "How much help is too much for the helper isn't known. We would rather ask many people for a little.",
        es: "No se sabe cuánta ayuda es demasiada para quien la da. Preferimos pedir un poco a muchas personas.",
    },
};

pub(super) static PLAN: Reading = Reading {
    title: Both {
        en: "The 7-day plan",
        es: "El plan de 7 días",
    },
    happens: Both {
        en: "You may write one small thing for the coming week, and when you will do it. You choose who may know: only you, your mentor, or the circle. “Nothing this week” counts just as much. Next time, your own words open your check-in.",
        es: "Puedes escribir una cosa pequeña para la semana, y cuándo la harás. Eliges quién puede saberlo: solo tú, tu mentor o mentora, o el círculo. «Nada esta semana» vale lo mismo. La próxima vez, tus palabras abren tu turno de llegada.",
    },
    why: Both {
        en: "A good evening fades quickly. One concrete step carries a piece of it into the week.",
        es: "Una buena reunión se olvida pronto. Un paso concreto lleva un trozo de ella a la semana.",
    },
    known: &[
        Claim {
            says: Both {
                en: "A review of 94 tests found that people who decide when and where they will do something (“when this happens, I will do that”) carry it out clearly more often than people who only mean to. The effect was between medium and large.",
                es: "Una revisión de 94 pruebas encontró que quienes deciden cuándo y dónde harán algo («cuando pase esto, haré aquello») lo cumplen bastante más que quienes solo tienen la intención. El efecto era entre medio y grande.",
            },
            limit: Both {
                en: "It took in goals of all kinds, and isn't about recovery or about circles like ours. One of its two authors thought up the method.",
                es: "Reunía metas de todo tipo, y no trata de la recuperación ni de círculos como los nuestros. Una de las dos personas que la firman ideó el método.",
            },
            source: &IF_THEN,
        },
        Claim {
            says: Both {
                en: "A newer review by the same two and a colleague, with 642 tests, again found that such plans help: a little or quite a lot, depending on what was measured.",
                es: "Una revisión más nueva de las mismas dos personas y una colega, con 642 pruebas, volvió a encontrar que esos planes ayudan: un poco o bastante, según lo que se midiera.",
            },
            limit: Both {
                en: "They helped more when people wanted the thing very much, and when the plan had the form “if this happens, then I do that”. A plan for something that you don't want yourself may do little.",
                es: "Ayudaban más cuando se quería mucho lo que se planeaba, y cuando el plan decía «si pasa esto, hago aquello». Un plan para algo que no quieres tú quizá haga poco.",
            },
            source: &IF_THEN_SINCE,
        },
    ],
    unknown: Both {
        en: "Whether a plan made in a circle changes more than one made alone isn't known.",
        es: "No se sabe si un plan hecho en círculo cambia más que uno hecho a solas.",
    },
};

pub(super) static REFLECTION: Reading = Reading {
    title: Both {
        en: "Written reflection",
        es: "Reflexión escrita",
    },
    happens: Both {
        en: "A few quiet minutes with a question: what did you notice, what will you keep? What you write is sealed for you alone. After it come four short questions about the evening itself, whose answers carry no name.",
        es: "Unos minutos tranquilos con una pregunta: ¿qué has notado, con qué te quedas? Lo que escribes queda sellado solo para ti. Después vienen cuatro preguntas cortas sobre la reunión, cuyas respuestas no llevan nombre.",
    },
    why: Both {
        en: "Putting an evening into one's own words can help to keep hold of it. And the four questions tell who leads how it was, without anybody having to say so aloud.",
        es: "Poner la reunión en palabras propias puede ayudar a retenerla. Y las cuatro preguntas le dicen a quien guía cómo ha ido, sin que nadie tenga que decirlo en voz alta.",
    },
    known: &[Claim {
        says: Both {
            en: "A review of 146 trials in which people wrote or spoke about what moves them found a benefit on average. It was very small.",
            es: "Una revisión de 146 ensayos en los que se escribía o hablaba de lo que a cada cual le importa encontró, de media, un beneficio. Era muy pequeño.",
        },
        limit: Both {
            en: "In such trials people usually write for a quarter of an hour or more, on several days. And it isn't a review about recovery.",
            es: "En esos ensayos se suele escribir un cuarto de hora o más, varios días. Y no es una revisión sobre la recuperación.",
        },
        source: &WRITING,
    }],
    unknown: Both {
        en: "A few lines at the end of a session have not been tested.",
        es: "No se ha probado lo que hacen unas líneas al final de una sesión.",
    },
};

/// Said on the page that leads to all the others.
pub(super) static PEERS: Claim = Claim {
    says: Both {
        en: "For alcohol, there is good evidence on treatments that lead people into a group of peers: those that help them to join AA and follow its steps. In a review of 27 studies, with about 10,500 people, they did as well as other treatments, and somewhat better at staying wholly without alcohol: a year later about 42 in 100 did so, against 35 in 100 after other treatments.",
        es: "Sobre el alcohol hay buenas pruebas de los tratamientos que acercan a un grupo de iguales: los que ayudan a entrar en AA y a seguir sus pasos. En una revisión de 27 estudios, con unas 10 500 personas, fueron tan buenos como otros tratamientos, y algo mejores para mantenerse del todo sin beber: un año después lo hacían unas 42 de cada 100 personas, frente a 35 de cada 100 con otros tratamientos.",
    },
    limit: Both {
        en: "It is about alcohol and about AA, with people who came of their own will, and mostly about programmes led by professionals. The reviewers are surest where a programme followed a fixed plan, and less sure of the rest. For drinking less, or for the harm it does, it was no better than other treatments. Our circles are something else, and nobody has tested them in this way.",
        es: "Trata del alcohol y de AA, con personas que fueron por voluntad propia, y sobre todo de programas guiados por profesionales. Quienes la hicieron tienen más seguridad cuando el programa seguía un plan fijo, y menos en lo demás. Para beber menos, o para el daño que hace beber, no fue mejor que otros tratamientos. Nuestros círculos son otra cosa, y nadie los ha probado así.",
    },
    source: &AA_REVIEW,
};
