//! What the pages rest on. Titles stand as they were published, also where we would choose other
//! words today.

/// Something published, as a library would look for it.
#[derive(Debug)]
pub(super) struct Source(pub(super) &'static str);

pub(super) static AA_REVIEW: Source = Source(
    "Kelly JF, Humphreys K, Ferri M. Alcoholics Anonymous and other 12-step programs for alcohol use disorder. Cochrane Database of Systematic Reviews 2020, issue 3, CD012880. doi:10.1002/14651858.CD012880.pub2.",
);
pub(super) static HELPER_PRINCIPLE: Source =
    Source("Riessman F. The “helper” therapy principle. Social Work 1965; 10(2): 27–32.");
pub(super) static HELPING_MATCH: Source = Source(
    "Pagano ME, Friend KB, Tonigan JS, Stout RL. Helping other alcoholics in Alcoholics Anonymous and drinking outcomes: findings from Project MATCH. Journal of Studies on Alcohol 2004; 65(6): 766–773.",
);
pub(super) static MINDFUL_TRIAL: Source = Source(
    "Bowen S, Witkiewitz K, Clifasefi SL, et al. Relative efficacy of mindfulness-based relapse prevention, standard relapse prevention, and treatment as usual for substance use disorders: a randomized clinical trial. JAMA Psychiatry 2014; 71(5): 547–556. doi:10.1001/jamapsychiatry.2013.4546.",
);
pub(super) static MINDFUL_REVIEW: Source = Source(
    "Goldberg SB, Pace B, Griskaitis M, et al. Mindfulness-based interventions for substance use disorders. Cochrane Database of Systematic Reviews 2021, issue 10, CD011723. doi:10.1002/14651858.CD011723.pub2.",
);
pub(super) static COHESION: Source = Source(
    "Burlingame GM, McClendon DT, Yang C. Cohesion in group therapy: a meta-analysis. Psychotherapy 2018; 55(4): 384–398. On alcohol and drugs: Drug and Alcohol Findings, Effectiveness Bank, on this review.",
);
pub(super) static IF_THEN: Source = Source(
    "Gollwitzer PM, Sheeran P. Implementation intentions and goal achievement: a meta-analysis of effects and processes. Advances in Experimental Social Psychology 2006; 38: 69–119.",
);
pub(super) static IF_THEN_SINCE: Source = Source(
    "Sheeran P, Listrom O, Gollwitzer PM. The when and how of planning: meta-analysis of the scope and components of implementation intentions in 642 tests. European Review of Social Psychology 2025; 36(1): 162–194. doi:10.1080/10463283.2024.2334563.",
);
pub(super) static WRITING: Source = Source(
    "Frattaroli J. Experimental disclosure and its moderators: a meta-analysis. Psychological Bulletin 2006; 132(6): 823–865. doi:10.1037/0033-2909.132.6.823.",
);
pub(super) static SOCIAL_LEARNING: Source =
    Source("Bandura A. Social Learning Theory. Prentice-Hall, 1977.");
pub(super) static COGNITIVE_THERAPY: Source = Source(
    "Beck AT, Rush AJ, Shaw BF, Emery G. Cognitive Therapy of Depression. Guilford Press, 1979.",
);
pub(super) static RELAPSE_PREVENTION: Source = Source(
    "Irvin JE, Bowers CA, Dunn ME, Wang MC. Efficacy of relapse prevention: a meta-analytic review. Journal of Consulting and Clinical Psychology 1999; 67(4): 563–570. doi:10.1037/0022-006X.67.4.563.",
);
pub(super) static PROBLEM_STEPS: Source = Source(
    "D’Zurilla TJ, Goldfried MR. Problem solving and behavior modification. Journal of Abnormal Psychology 1971; 78(1): 107–126.",
);
pub(super) static PROBLEM_REVIEW: Source = Source(
    "Bell AC, D’Zurilla TJ. Problem-solving therapy for depression: a meta-analysis. Clinical Psychology Review 2009; 29(4): 348–353.",
);
pub(super) static BALANCE: Source = Source(
    "Miller WR, Rose GS. Motivational interviewing and decisional balance: contrasting responses to client ambivalence. Behavioural and Cognitive Psychotherapy 2015; 43(2): 129–141. doi:10.1017/S1352465813000878.",
);
pub(super) static STRENGTHS: Source = Source(
    "Seligman MEP, Steen TA, Park N, Peterson C. Positive psychology progress: empirical validation of interventions. American Psychologist 2005; 60(5): 410–421.",
);
pub(super) static STRENGTHS_AGAIN: Source = Source(
    "Mongrain M, Anselmo-Matthews T. Do positive psychology exercises work? A replication of Seligman et al. (2005). Journal of Clinical Psychology 2012; 68(4): 382–389. doi:10.1002/jclp.21839.",
);
