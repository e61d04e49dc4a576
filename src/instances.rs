//! The types that the instances of a group may be of, and whether those encrypt what instances
//! send each other.
//!
//! In one place, because groups of every kind name their types in the same roundabout ways.

mod instead;

pub use instead::instead;

use crate::aws::autoscaling::{AutoScalingGroup, Override};
use crate::aws::batch::{ComputeEnvironment, JobDefinition, NodeOverride, NodeRange, Submission};
use crate::aws::ec2::{
    Choice, Fleet, Instance, LaunchTemplate, Launched, Requirements, TemplateName,
};
use crate::aws::eks::{DEFAULT_TYPE, NodeGroup};
use crate::aws::nitro;
use crate::aws::pcs::{ComputeNodeGroup, InstanceConfiguration};
use crate::finding::{Change, Finding};
use crate::rule::{Report, show};
use crate::truth::{Needs, Truth};
use crate::world::{Field, List, Node, Place, Resource, State};

/// What it comes to where instances take another type.
pub const REPLACED: &str = "which replaces the instances";

/// The types that instances may be of.
pub struct Types<'w> {
    known: Vec<Type<'w>>,
    chosen: Vec<Chosen<'w>>,
    /// What would have to be known to say that these are all.
    needs: Option<Needs>,
    untyped: Option<Untyped>,
    /// What taking others comes to, as a clause.
    effect: Option<&'static str>,
}

struct Type<'w> {
    name: &'w str,
    place: Place,
    through: Option<Through>,
}

/// Types that AWS chooses by attributes.
struct Chosen<'w> {
    requirements: Requirements<'w>,
    plaintext: Truth,
    example: Option<&'static str>,
    through: Option<Through>,
}

/// Where a group names what decides its types, and what that is.
#[derive(Clone)]
struct Through {
    place: Place,
    noun: &'static str,
}

/// Where no type is named, so that a default is taken.
struct Untyped {
    /// What introduces the place where a type is lacking.
    place: Place,
    /// The launch template that was looked into.
    template: Option<Place>,
}

/// The group's own types; else its launch template's; else the default.
/// <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html>
pub fn of_node_group<'w>(group: &NodeGroup<'w>) -> Types<'w> {
    let own = group.instance_types.read();
    let mut types = Types { needs: own.needs, ..Types::none() };
    types.effect = Some("which replaces the node group");
    for node in &own.nodes {
        types.add(node);
    }
    if !types.known.is_empty() || types.needs.is_some() {
        return types;
    }
    match group.template.exists.is_written() {
        Truth::No => types.untyped = Some(Untyped { place: own.place, template: None }),
        Truth::Unknown(needs) => types.needs = Some(needs),
        Truth::Yes => {
            types.effect = Some(REPLACED);
            if let Some(template) = types.add_template(&group.template) {
                let template = Some(template.place());
                types.untyped = Some(Untyped { place: own.place, template });
            }
        }
    }
    types
}

/// Those of the mixed instances policy; else of the launch template or the launch configuration.
/// <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplate.html>
pub fn of_auto_scaling_group<'w>(group: &AutoScalingGroup<'w>) -> Types<'w> {
    let mut types = Types::none();
    match group.mixed_template.exists.is_written() {
        Truth::Yes => types.add_mixed(group),
        Truth::Unknown(needs) => types.lack(needs),
        Truth::No => match group.template.exists.is_written() {
            Truth::Yes => types.add_required(&group.template),
            Truth::Unknown(needs) => types.lack(needs),
            Truth::No => match group.configuration.state() {
                State::Set((it, configuration)) => match configuration.instance_type.named() {
                    State::Set(name) => {
                        let place = configuration.instance_type.place();
                        let noun = "launch configuration";
                        let through = Some(Through { place: group.configuration.place(), noun });
                        types.known.push(Type { name, place, through });
                    }
                    State::Unset => types.lack_type_of(it),
                    State::Unknown(needs) => types.lack(needs),
                },
                State::Unset => types.lack(needs("what the group launches")),
                State::Unknown(needs) => types.lack(needs),
            },
        },
    }
    types
}

/// Those that a job of several nodes asks for; else what the only environment that could run it
/// may choose.
pub fn of_job<'w>(resource: Resource<'w>, job: &JobDefinition<'w>) -> Types<'w> {
    let mut types = Types { effect: None, ..Types::none() };
    types.add_ranges(job, &[]);
    if types.known.is_empty() && types.needs.is_none() {
        types.add_environment(resource);
    }
    types
}

/// Those that a submitted job asks for in the place of its definition's.
pub fn of_overrides<'w>(submission: &Submission<'w>) -> Types<'w> {
    let mut types = Types { effect: None, ..Types::none() };
    let overrides = submission.overrides.read();
    for it in overrides.nodes.iter().map(NodeOverride::of) {
        types.add_list(&it.instance_types);
        types.add_named(&it.container_instance_type);
    }
    if let Some(needs) = overrides.needs {
        types.lack(needs);
    }
    types
}

/// Those that a submitted job leaves as they are.
pub fn left_by<'w>(
    submission: &Submission<'w>,
    definition: Resource<'w>,
    job: &JobDefinition<'w>,
) -> Types<'w> {
    let mut types = Types::none();
    let overrides = submission.overrides.read();
    let overrides: Vec<_> = overrides.nodes.iter().map(NodeOverride::of).collect();
    types.add_ranges(job, &overrides);
    let are_named = |it: &Types<'_>| !it.known.is_empty() || it.needs.is_some();
    if !are_named(&types) && !are_named(&of_overrides(submission)) {
        types.add_environment(definition);
    }
    types
}

pub fn of_compute_node_group<'w>(group: &ComputeNodeGroup<'w>) -> Types<'w> {
    let configurations = group.configurations.read();
    let mut types = Types { needs: configurations.needs, ..Types::none() };
    for it in configurations.nodes.iter().map(InstanceConfiguration::of) {
        types.add_named(&it.instance_type);
    }
    types
}

/// Those that launch templates are overridden with, or name; and those of specifications.
pub fn of_fleet<'w>(fleet: &Fleet<'w>) -> Types<'w> {
    let mut types = Types::none();
    for node in fleet.specifications.read().nodes {
        if !types.add_launched(&Launched::of_specification(&node)) {
            types.lack(needs("an instance type"));
        }
    }
    let (configurations, rest) = fleet.configurations();
    for it in configurations {
        let overrides = it.overrides.read();
        if overrides.nodes.is_empty() && overrides.needs.is_none() {
            types.add_required(&it.template);
        }
        for node in &overrides.nodes {
            if !types.add_launched(&Launched::of_override(node)) {
                types.add_required(&it.template);
            }
        }
        if let Some(needs) = overrides.needs {
            types.lack(needs);
        }
    }
    for needs in [rest, fleet.specifications.read().needs].into_iter().flatten() {
        types.lack(needs);
    }
    types
}

/// The instance's own type; else its launch template's.
pub fn of_instance<'w>(instance: &Instance<'w>) -> Types<'w> {
    let mut types = Types::none();
    types.effect = Some("which stops or replaces the instance");
    types.add_named(&instance.instance_type);
    if !types.known.is_empty() || types.needs.is_some() {
        return types;
    }
    match instance.template.exists.is_written() {
        Truth::Yes => types.add_required(&instance.template),
        Truth::Unknown(needs) => types.lack(needs),
        Truth::No => types.lack(needs("the type of an instance")),
    }
    types
}

impl<'w> Types<'w> {
    fn none() -> Self {
        Self {
            known: Vec::new(),
            chosen: Vec::new(),
            needs: None,
            untyped: None,
            effect: Some(REPLACED),
        }
    }

    /// Whether instances of all these types encrypt what they send each other.
    pub fn encrypt(&self) -> Truth {
        !self.plaintext() & !self.unconstrained()
    }

    /// Whether AWS chooses any by attributes.
    pub fn are_chosen(&self) -> bool {
        !self.chosen.is_empty()
    }

    /// Whether attributes leave a type to choose that sends plaintext.
    pub fn unconstrained(&self) -> Truth {
        Truth::any(self.chosen.iter().map(|it| it.plaintext.clone()))
    }

    /// Reports the attributes that leave one to choose, where that is certain.
    pub fn flag_unconstrained<'r>(&self, report: &'r mut Report) -> Option<&'r mut Finding> {
        let mut plain = self.chosen.iter().filter_map(|it| Some((it, it.example?)));
        let (first, name) = plain.next()?;
        let message =
            format!("the attributes allow {name}, which does not encrypt traffic between nodes");
        let finding = report.flag(first.requirements.place.clone(), message);
        if let Some(through) = first.through.clone() {
            show(finding, through.place, format!("the {} decides the type", through.noun));
        }
        for (it, name) in plain {
            show(finding, it.requirements.place.clone(), format!("and these allow {name}"));
        }
        if !first.requirements.has_allowed().possibly() {
            finding.note("no list of allowed types keeps it to those that do");
        }
        Some(finding)
    }

    /// Whether any instance may be of a type that is named, and sends plaintext.
    pub fn plaintext(&self) -> Truth {
        let known = self.known.iter().map(|it| match nitro::encrypts(it.name) {
            Some(encrypts) => Truth::from(!encrypts),
            // A word for several families, which AWS changes from time to time.
            None if !it.name.contains('.') => {
                Truth::needs(format!("which types `{}` stands for", it.name))
            }
            None => Truth::needs(format!("whether {} encrypts between instances", it.name)),
        });
        let rest = self.needs.clone().map_or(Truth::No, Truth::Unknown);
        Truth::from(self.untyped.is_some()) | Truth::any(known) | rest
    }

    /// Reports that they send plaintext, where that is certain.
    pub fn flag<'r>(&self, report: &'r mut Report) -> Option<&'r mut Finding> {
        let mut plain = self.plain();
        let first = plain.next();
        let finding = match first {
            Some(it) => it.flag(report),
            None => self.untyped.as_ref()?.flag(report),
        };
        for it in plain {
            let message = match first {
                Some(first) if first.name == it.name => "and here".to_owned(),
                _ => format!("nor does {}", it.name),
            };
            show(finding, it.place.clone(), message);
        }
        finding.want_all(self.instead());
        Some(finding)
    }

    /// What would have all of them encrypt; none if that is more than taking other types.
    fn instead(&self) -> Option<Vec<Change>> {
        let types: Vec<(&str, &Place)> = self.known.iter().map(|it| (it.name, &it.place)).collect();
        instead(&types, self.effect)
    }

    /// Adds what a job's definition asks for, but for those that are replaced.
    fn add_ranges(&mut self, job: &JobDefinition<'w>, overrides: &[NodeOverride<'w>]) {
        let ranges = job.node_ranges.read();
        for range in ranges.nodes.iter().map(NodeRange::of) {
            match Truth::any(overrides.iter().map(|it| it.replaces_type_of(&range))) {
                Truth::Yes => (),
                Truth::No => {
                    self.add_list(&range.instance_types);
                    self.add_named(&range.container_instance_type);
                }
                Truth::Unknown(needs) => self.lack(needs),
            }
        }
        if let Some(needs) = ranges.needs {
            self.lack(needs);
        }
    }

    /// Adds what the only environment may choose that could run a job.
    fn add_environment(&mut self, job: Resource<'w>) {
        let mut environments = job.others::<ComputeEnvironment<'_>>().filter_map(|(it, found)| {
            let may_run = it.exists() & found.runs_several_nodes();
            may_run.possibly().then_some((may_run, found))
        });
        match (environments.next(), environments.next()) {
            (Some((Truth::Yes, only)), None) => {
                self.effect = Some(REPLACED);
                self.add_list(&only.instance_types);
                let noun = "compute environment";
                for it in &mut self.known {
                    it.through = Some(Through { place: job.place(), noun });
                }
            }
            _ => {
                let what = format!("the compute environment that runs {}", job.address());
                self.lack(needs(what));
            }
        }
    }

    fn add_list(&mut self, list: &List<'w>) {
        let items = list.read();
        for node in &items.nodes {
            self.add(node);
        }
        if let Some(needs) = items.needs {
            self.lack(needs);
        }
    }

    /// Adds a type, if one is named.
    fn add_named(&mut self, name: &Field<'w, &'w str>) {
        match name.state() {
            State::Set(it) => {
                self.known.push(Type { name: it, place: name.place(), through: None });
            }
            State::Unset => (),
            State::Unknown(needs) => self.lack(needs),
        }
    }

    /// Shows what sends plaintext, in a finding about something that runs there.
    pub fn show(&self, finding: &mut Finding) {
        for it in self.plain() {
            show(finding, it.place.clone(), it.message());
        }
        if let Some(it) = &self.untyped {
            show(finding, it.place.clone(), Untyped::message());
        }
    }

    fn plain(&self) -> impl Iterator<Item = &Type<'w>> {
        self.known.iter().filter(|it| nitro::encrypts(it.name) == Some(false))
    }

    fn add(&mut self, node: &Node<'w>) {
        match node.as_text() {
            Some(name) => {
                self.known.push(Type { name, place: node.place(), through: None });
            }
            None => self.lack(needs("an instance type")),
        }
    }

    /// Adds what a fleet launches; not if it says neither a type nor attributes.
    fn add_launched(&mut self, it: &Launched<'w>) -> bool {
        match (it.instance_type.named(), it.requirements.is_written()) {
            (State::Set(name), _) => {
                let place = it.instance_type.place();
                self.known.push(Type { name, place, through: None });
            }
            (State::Unknown(needs), _) | (State::Unset, Truth::Unknown(needs)) => self.lack(needs),
            (State::Unset, Truth::Yes) => match it.requirements.node() {
                Some(node) => self.add_choice(Requirements::of_fleet(&node), "a fleet", None),
                None => self.lack(needs("which types a fleet chooses by attributes")),
            },
            (State::Unset, Truth::No) => return false,
        }
        true
    }

    fn add_mixed(&mut self, group: &AutoScalingGroup<'w>) {
        let overrides = group.overrides.read();
        if overrides.nodes.is_empty() && overrides.needs.is_none() {
            return self.add_required(&group.mixed_template);
        }
        for node in &overrides.nodes {
            let it = Override::of(node);
            match (it.instance_type.named(), it.requirements.is_written()) {
                (State::Set(name), _) => {
                    let place = it.instance_type.place();
                    self.known.push(Type { name, place, through: None });
                }
                (State::Unknown(needs), _) | (State::Unset, Truth::Unknown(needs)) => {
                    self.lack(needs);
                }
                (State::Unset, Truth::Yes) => {
                    self.add_chosen(&it.requirements, "a group", None);
                }
                (State::Unset, Truth::No) => match it.template.exists.is_written() {
                    Truth::Yes => self.add_required(&it.template),
                    Truth::Unknown(needs) => self.lack(needs),
                    Truth::No => self.add_required(&group.mixed_template),
                },
            }
        }
        if let Some(needs) = overrides.needs {
            self.lack(needs);
        }
    }

    /// Adds the type of a launch template that has to name one.
    fn add_required(&mut self, name: &TemplateName<'w>) {
        if let Some(it) = self.add_template(name) {
            self.lack_type_of(it);
        }
    }

    /// Adds the type of a launch template; gives it if it names none.
    fn add_template(&mut self, name: &TemplateName<'w>) -> Option<Resource<'w>> {
        let (link, template) = match name.by_id.state() {
            State::Unset => (&name.by_name, name.by_name.state()),
            state => (&name.by_id, state),
        };
        match template {
            State::Set((it, template)) => self.add_type_of(it, &template, link.place()),
            // A template with neither id nor name is refused.
            State::Unset => {
                self.lack(needs("the launch template"));
                None
            }
            State::Unknown(needs) => {
                self.lack(needs);
                None
            }
        }
    }

    fn add_type_of(
        &mut self,
        resource: Resource<'w>,
        template: &LaunchTemplate<'w>,
        link: Place,
    ) -> Option<Resource<'w>> {
        match (template.instance_type.named(), template.requirements.is_written()) {
            (State::Set(name), _) => {
                let place = template.instance_type.place();
                let through = Some(Through { place: link, noun: "launch template" });
                self.known.push(Type { name, place, through });
                None
            }
            (State::Unknown(needs), _) | (State::Unset, Truth::Unknown(needs)) => {
                self.lack(needs);
                None
            }
            (State::Unset, Truth::Yes) => {
                let through = Some(Through { place: link, noun: "launch template" });
                self.add_chosen(&template.requirements, resource.address(), through);
                None
            }
            (State::Unset, Truth::No) => Some(resource),
        }
    }

    fn add_chosen(&mut self, requirements: &Field<'w, ()>, name: &str, through: Option<Through>) {
        let Some(node) = requirements.node() else {
            return self.lack(needs(format!("which types {name} chooses by attributes")));
        };
        self.add_choice(Requirements::of(&node), name, through);
    }

    fn add_choice(&mut self, requirements: Requirements<'w>, name: &str, through: Option<Through>) {
        match requirements.choice(name) {
            Choice::Named(types) => {
                self.known.extend(types.into_iter().map(|(name, place)| Type {
                    name,
                    place,
                    through: through.clone(),
                }))
            }
            Choice::Any(plaintext, example) => {
                self.chosen.push(Chosen { requirements, plaintext, example, through });
            }
        }
    }

    fn lack_type_of(&mut self, resource: Resource<'_>) {
        self.lack(needs(format!("the instance type of {}", resource.address())));
    }

    fn lack(&mut self, needs: Needs) {
        self.needs.get_or_insert_default().extend(needs);
    }
}

impl Type<'_> {
    fn flag<'r>(&self, report: &'r mut Report) -> &'r mut Finding {
        let finding = report.flag(self.place.clone(), self.message());
        if let Some(through) = self.through.clone() {
            show(finding, through.place, format!("the {} decides the type", through.noun));
        }
        finding.notes.extend(nitro::instead(self.name));
        finding
    }

    fn message(&self) -> String {
        format!("{} does not encrypt traffic between nodes", self.name)
    }
}

impl Untyped {
    fn flag<'r>(&self, report: &'r mut Report) -> &'r mut Finding {
        let finding = report.flag(self.place.clone(), Self::message());
        if let Some(place) = self.template.clone() {
            show(finding, place, "this launch template names no type");
        }
        finding.notes.extend(nitro::instead(DEFAULT_TYPE));
        finding
    }

    fn message() -> String {
        format!("no instance type, so {DEFAULT_TYPE}, which does not encrypt traffic between nodes")
    }
}

fn needs(what: impl Into<String>) -> Needs {
    Needs::from([what.into()])
}
