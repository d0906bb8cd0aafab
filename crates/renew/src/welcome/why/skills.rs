//! The pages about what a circle may do in its working time.

use super::sources::{
    self, BALANCE, COGNITIVE_THERAPY, COHESION, MINDFUL_REVIEW, PROBLEM_REVIEW, PROBLEM_STEPS,
    RELAPSE_PREVENTION, STRENGTHS_AGAIN,
};
use super::{Both, Claim, Reading};

/// The courses in which coping is practised, told with each activity that comes from them.
const PRACTISED: Claim = Claim {
    says: Both {
        en: "A review of 26 studies of relapse prevention, in which people learn and practise what to do in risky moments, found that in general it helps, most of all with alcohol.",
        es: "Una revisión de 26 estudios sobre prevención de recaídas, donde se aprende y se practica qué hacer en los momentos de riesgo, encontró que en general ayuda, sobre todo con el alcohol.",
    },
    limit: Both {
        en: "It looked at whole treatments, of tobacco too. The effect was largest right after them, and where there was no other group to compare with, so it may be smaller than it looked. It can't say what one activity does.",
        es: "Miró tratamientos enteros, también del tabaco. El efecto era mayor justo al terminar, y donde no había otro grupo con el que comparar, así que puede ser menor de lo que parecía. No puede decir qué hace una sola actividad.",
    },
    source: &RELAPSE_PREVENTION,
};

pub(super) static THOUGHT_RECORD: Reading = Reading {
    title: Both {
        en: "Thought record",
        es: "Registro de pensamientos",
    },
    happens: Both {
        en: "Somebody brings one thought that hurts, such as “I always ruin everything”, and writes how much they believe it. The others, each alone, write what speaks for it, what against, and a fairer thought. Then all of it is shown at once, without names. The owner keeps what helps and says again how much they believe the first thought.",
        es: "Alguien trae un pensamiento que duele, como «siempre lo estropeo todo», y escribe cuánto se lo cree. El resto, cada cual a solas, escribe qué habla a favor, qué en contra, y un pensamiento más justo. Luego se muestra todo a la vez, sin nombres. Quien lo trajo se queda con lo que le sirve y dice otra vez cuánto se cree el primero.",
    },
    why: Both {
        en: "A thought can feel like a fact. Written down, with other eyes on it, it becomes a thing that one can look at. Nobody argues with you: you choose what to keep.",
        es: "Un pensamiento puede parecer un hecho. Escrito, y con otros ojos delante, pasa a ser algo que se puede mirar. Nadie discute contigo: tú eliges con qué te quedas.",
    },
    known: &[
        Claim {
            says: Both {
                en: "Writing thoughts down and weighing them is a tool of cognitive therapy, first set out for depression.",
                es: "Escribir los pensamientos y sopesarlos es una herramienta de la terapia cognitiva, descrita primero para la depresión.",
            },
            limit: Both {
                en: "It was made for work with a therapist. The book describes the tool; it says nothing about circles of peers.",
                es: "Se pensó para trabajar con terapeuta. El libro describe la herramienta; no dice nada de círculos de iguales.",
            },
            source: &COGNITIVE_THERAPY,
        },
        PRACTISED,
    ],
    unknown: Both {
        en: "Peers who answer without seeing each other's answers: that is our own idea, and nobody has tested it. If a thought is about ending your life, tell who leads. It is not for an exercise.",
        es: "Que tus iguales respondan sin ver lo que pone el resto es idea nuestra, y nadie la ha probado. Si el pensamiento es de acabar con tu vida, díselo a quien guía. Eso no es para un ejercicio.",
    },
};

pub(super) static REHEARSAL: Reading = Reading {
    title: Both {
        en: "Rehearsal",
        es: "Ensayo",
    },
    happens: Both {
        en: "In twos or threes you try out a hard conversation: saying no to a drink, talking to the landlord. You show how the other person is, then they play them and you play yourself. You swap only if both want to. Either of you can stop at any moment, without a reason.",
        es: "En grupos de dos o tres se ensaya una conversación difícil: decir que no a una copa, hablar con quien te alquila la casa. Muestras cómo es la otra persona; después alguien la interpreta y tú haces de ti. Solo se cambian los papeles si las dos personas quieren. Cualquiera puede parar cuando sea, sin dar motivos.",
    },
    why: Both {
        en: "The words may come easier on the day when they have been in your mouth before. And it can be fun, which hard things seldom are.",
        es: "Ese día las palabras pueden salir mejor si ya han pasado por tu boca. Y puede ser divertido, cosa rara con lo difícil.",
    },
    known: &[PRACTISED],
    unknown: Both {
        en: "How much a quarter of an hour among peers adds isn't known.",
        es: "No se sabe cuánto suma un cuarto de hora entre iguales.",
    },
};

pub(super) static PROBLEM_SOLVING: Reading = Reading {
    title: Both {
        en: "Problem solving",
        es: "Resolver un problema",
    },
    happens: Both {
        en: "One person brings one problem that they can do something about. What was tried before is looked at first, and half a success counts. Then everybody writes ideas in silence, so that the loudest doesn't win. The owner chooses two or three, thinks about what can be expected, and decides who does what, and when.",
        es: "Una persona trae un problema en el que puede hacer algo. Primero se mira lo que ya intentó, y medio éxito también cuenta. Luego todo el mundo escribe ideas en silencio, para que no gane quien más grita. Quien lo trajo elige dos o tres, piensa qué puede esperar y decide quién hace qué, y cuándo.",
    },
    why: Both {
        en: "Many people tell that everyday trouble, piling up, led them back to using. Going through it in small steps can make it less big.",
        es: "Mucha gente cuenta que volvió a consumir cuando se le amontonaron los líos de cada día. Ir por pasos pequeños puede hacerlos menos grandes.",
    },
    known: &[
        Claim {
            says: Both {
                en: "The steps (say what the problem is, collect ideas, choose, try and see) were set out by two psychologists in 1971.",
                es: "Los pasos (decir cuál es el problema, reunir ideas, elegir, probar y ver) los describieron dos psicólogos en 1971.",
            },
            limit: Both {
                en: "That paper proposes the steps. It doesn't prove them.",
                es: "Ese artículo propone los pasos. No los demuestra.",
            },
            source: &PROBLEM_STEPS,
        },
        Claim {
            says: Both {
                en: "For depression, a review of 21 groups of people found problem-solving therapy about as good as other talking therapies and as medicine, and better than no treatment.",
                es: "Para la depresión, una revisión con 21 grupos de personas encontró que esta terapia es más o menos igual de buena que otras y que la medicación, y mejor que no tratarse.",
            },
            limit: Both {
                en: "It is about a whole therapy and about depression, not about using, and one of its two authors helped to devise that therapy. Never stop a medicine because of a circle.",
                es: "Trata de una terapia entera y de la depresión, no del consumo, y uno de sus dos autores ayudó a crear esa terapia. Nunca dejes una medicación por un círculo.",
            },
            source: &PROBLEM_REVIEW,
        },
    ],
    unknown: Both {
        en: "Whether one round of it in a circle helps has not been tested.",
        es: "No se ha probado si ayuda hacerlo una vez en un círculo.",
    },
};

pub(super) static COST_BENEFIT: Reading = Reading {
    title: Both {
        en: "Cost and benefit",
        es: "Lo que da y lo que cuesta",
    },
    happens: Both {
        en: "Four boxes: what using gives and takes, what not using gives and takes, now and later. One person fills them, honestly, the good of using too. The others add what they know of their own. The owner keeps what is true for them.",
        es: "Cuatro casillas: lo que consumir da y quita, y lo que no consumir da y quita, ahora y más tarde. Una persona las llena con franqueza, también lo bueno de consumir. El resto añade lo que sabe por experiencia. Quien lo trajo se queda con lo que es verdad para sí.",
    },
    why: Both {
        en: "Everyone has reasons on both sides. Seeing them on one page, without being judged, can make a decision firmer.",
        es: "Todo el mundo tiene razones por los dos lados. Verlas en una hoja, sin juicio, puede afianzar una decisión.",
    },
    known: &[Claim {
        says: Both {
            en: "Two researchers who looked through the studies found that it depends: for people who have decided to change, weighing both sides may make them surer. For people who are still torn, it tends to make them less so.",
            es: "Dos investigadores que revisaron los estudios vieron que depende: a quien ya ha decidido cambiar, sopesar los dos lados puede darle más firmeza. A quien todavía duda, suele quitársela.",
        },
        limit: Both {
            en: "They write for professionals and about their work, not about circles of peers. And one of the two helped to devise another way, which the paper prefers for people who are torn.",
            es: "Escriben para profesionales y sobre su trabajo, no sobre círculos de iguales. Y uno de los dos ayudó a crear otra manera, que el artículo prefiere para quien duda.",
        },
        source: &BALANCE,
    }],
    unknown: Both {
        en: "We don't know how it is among peers. So we offer it to people who have made up their mind; if you are still torn, another activity may be kinder.",
        es: "No sabemos cómo es entre iguales. Por eso lo ofrecemos a quien ya se ha decidido; si todavía dudas, quizá otra actividad te siente mejor.",
    },
};

pub(super) static STRENGTHS: Reading = Reading {
    title: Both {
        en: "Strengths",
        es: "Fortalezas",
    },
    happens: Both {
        en: "Everybody writes, for others in the circle, a strength that they have seen in them, in plain words: “you came back”. Each person reads what they were given and keeps what fits. Nothing is read aloud.",
        es: "Cada persona escribe, para otras del círculo, una fortaleza que ha visto en ellas, con palabras sencillas: «volviste». Cada cual lee lo que ha recibido y se queda con lo que le encaja. No se lee nada en voz alta.",
    },
    why: Both {
        en: "After years of hearing what is wrong, many people can't say one good thing of themselves. Others can.",
        es: "Tras años de oír lo que está mal, mucha gente no sabe decir nada bueno de sí. Otras personas sí.",
    },
    known: &[
        Claim {
            says: Both {
                en: "In one trial on the internet, people who used one of their main strengths in a new way each day for a week were happier and less low, also half a year later.",
                es: "En un ensayo por internet, quienes usaron cada día durante una semana una de sus fortalezas de una manera nueva se sintieron mejor y con menos tristeza, también medio año después.",
            },
            limit: Both {
                en: "They were visitors of a web site who wanted to be happier, and each did it alone. Nobody was told their strengths by others.",
                es: "Eran visitantes de una web que querían ser más felices, y lo hacían a solas. Nadie les decía sus fortalezas.",
            },
            source: &sources::STRENGTHS,
        },
        Claim {
            says: Both {
                en: "When others did that trial again, people became happier once more. But so did people who only thought of good things about themselves, and feeling low changed no more than with a plain task.",
                es: "Cuando otras personas repitieron ese ensayo, la gente volvió a sentirse mejor. Pero también quienes solo pensaron en cosas buenas de sí, y la tristeza no cambió más que con una tarea cualquiera.",
            },
            limit: Both {
                en: "So it may be the good thoughts that help, and not the strengths as such. This trial, too, was on the internet and had nothing to do with recovery.",
                es: "Así que quizá ayuden los buenos pensamientos, y no las fortalezas en sí. Este ensayo también fue por internet y no tenía que ver con la recuperación.",
            },
            source: &STRENGTHS_AGAIN,
        },
    ],
    unknown: Both {
        en: "What it does to be told one's strengths by peers in recovery isn't known.",
        es: "No se sabe qué efecto tiene que tus iguales en recuperación te digan tus fortalezas.",
    },
};

pub(super) static OPEN_DISCUSSION: Reading = Reading {
    title: Both {
        en: "Open discussion",
        es: "Conversación abierta",
    },
    happens: Both {
        en: "Whoever wants to speak raises a hand. Those who have not spoken yet come first. Whoever speaks may ask the others to answer, kindly, and ideas are given when they are asked for.",
        es: "Quien quiere hablar levanta la mano. Primero va quien aún no ha hablado. Quien habla puede pedir que los demás respondan, con amabilidad, y se dan ideas cuando alguien las pide.",
    },
    why: Both {
        en: "Some evenings people need each other more than they need a task.",
        es: "Hay días en que hace más falta la compañía que una tarea.",
    },
    known: &[Claim {
        says: Both {
            en: "Across 55 studies of therapy groups, people who felt closer to their group tended to do better.",
            es: "En 55 estudios de grupos de terapia, quienes sentían más unión con su grupo tendían a estar mejor.",
        },
        limit: Both {
            en: "These were groups with therapists, it can't say which came first, and for alcohol and drugs studies don't agree. It says nothing about open talk itself.",
            es: "Eran grupos con terapeutas, no puede decir qué fue primero, y sobre alcohol y drogas los estudios no coinciden. No dice nada de la charla abierta en sí.",
        },
        source: &COHESION,
    }],
    unknown: Both {
        en: "When free talk helps, and when it goes in circles, isn't known. That is why it has an end here.",
        es: "No se sabe cuándo ayuda la charla libre y cuándo da vueltas. Por eso aquí tiene un final.",
    },
};

pub(super) static READING_ROUND: Reading = Reading {
    title: Both {
        en: "Reading round",
        es: "Ronda de lectura",
    },
    happens: Both {
        en: "A short text is read aloud, a piece each. Nobody has to read: you can pass and just listen. Then the circle talks about what stayed with them.",
        es: "Se lee un texto corto en voz alta, un trozo por persona. Nadie tiene que leer: puedes pasar y solo escuchar. Después se habla de lo que se ha quedado en cada cual.",
    },
    why: Both {
        en: "Somebody else's words can say a thing that one can't say yet. And a voice can be tried out here without having to tell anything of oneself.",
        es: "Las palabras de otra persona pueden decir algo que todavía no sabes decir. Y aquí se puede probar la voz sin contar nada propio.",
    },
    known: &[],
    unknown: Both {
        en: "We know of nothing that shows that reading together helps recovery. Many fellowships do it because their members value it.",
        es: "No conocemos nada que demuestre que leer en grupo ayude a la recuperación. Muchas confraternidades lo hacen porque su gente lo aprecia.",
    },
};

pub(super) static BODY_SCAN: Reading = Reading {
    title: Both {
        en: "Body scan and silence",
        es: "Recorrer el cuerpo y silencio",
    },
    happens: Both {
        en: "A calm voice, or words on the screen, lead attention slowly through the body, from the feet up. Then it is quiet for two minutes. You can keep your eyes open, move, or think of something else.",
        es: "Una voz tranquila, o las palabras de la pantalla, llevan la atención despacio por el cuerpo, desde los pies. Luego hay dos minutos de silencio. Puedes tener los ojos abiertos, moverte o pensar en otra cosa.",
    },
    why: Both {
        en: "Many people feel a craving or anger in the body first. Noticing it early can give a little time to choose.",
        es: "Mucha gente nota las ganas o la rabia primero en el cuerpo. Notarlo pronto puede dar un poco de tiempo para elegir.",
    },
    known: &[Claim {
        says: Both {
            en: "A body scan is often part of mindfulness courses. A review of forty trials found that such courses may lower the share of days with use a little, compared with other treatments.",
            es: "Recorrer el cuerpo suele ser parte de los cursos de atención plena. Una revisión de cuarenta ensayos encontró que esos cursos quizá bajan un poco la parte de días con consumo, comparados con otros tratamientos.",
        },
        limit: Both {
            en: "The reviewers call that finding weak, and it is about whole courses, not about this one part.",
            es: "Quienes la hicieron dicen que ese resultado es débil, y trata de cursos enteros, no de esta parte.",
        },
        source: &MINDFUL_REVIEW,
    }],
    unknown: Both {
        en: "For people who have been hurt, attention to the body can bring up bad memories. Leaving it out is always right, and nobody asks why.",
        es: "A quien ha sufrido violencia, fijarse en el cuerpo puede traerle malos recuerdos. No hacerlo siempre está bien, y nadie pregunta por qué.",
    },
};
