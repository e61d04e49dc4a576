//! Nested stacks whose templates are at hand: what they are given, what they give, and what they
//! hold.
//!
//! A stack is opened once, when something asks for it: its parameters are worked out in the words
//! of the template that nests it, and its conditions from them. What follows conditions is worked
//! out when all stacks are open, since every template may ask about the same input.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use super::conditions::Compared;
use super::for_each::{Member, Scope};
use super::intrinsics::may_be_absent;
use super::library::{Document, template_of};
use super::parameters::{self, Parameter};
use super::passed::{AllPassed, Passed, fitted, used_at};
use super::references::invalid;
use super::template::{Mode, Place, Template};
use super::{Inputs, limits};
use crate::graph::Graph;
use crate::syntax::tree::NodeId;
use crate::text::Span;
use crate::value::{Condition, Type, Value, Why};

/// A nested stack.
#[derive(Debug)]
pub(super) struct Stack<'t> {
    document: &'t Document,
    /// What it gives its parameters, in the words of the template that nests it.
    given: Vec<(Arc<str>, NodeId, Scope)>,
    /// Why it may give more than that.
    unread: Option<Why>,
    header: Span,
    exists: Condition,
    state: State<'t>,
    /// Whether its resources were added to the graph, all of them.
    is_lowered: bool,
}

#[derive(Debug)]
enum State<'t> {
    Closed,
    /// Being worked out. Who asks for it now is what it depends on.
    Busy,
    /// Whether its parameters follow conditions yet.
    Open(Box<Template<'t>>, Followed),
    /// Not looked into.
    Refused(Why),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Followed {
    Yes,
    NotYet,
}

/// The pseudo parameters that all stacks of a deployment share.
const SHARED: [&str; 4] = ["AWS::Region", "AWS::Partition", "AWS::URLSuffix", "AWS::AccountId"];

impl<'t> Template<'t> {
    /// Takes note of a member that is a nested stack.
    pub(super) fn note_stack(&mut self, member: &Member) {
        let Some(path) = template_of(self.tree, member.value, self.document.folder()) else {
            return;
        };
        let documents = self.documents;
        let Some(document) = documents.get(&path) else { return };
        let properties = self.part(member.value, "Properties");
        let parameters = properties.and_then(|it| self.part(it, "Parameters"));
        let is_function = |it: NodeId| self.call(self.tree.resolve(it)).is_some();
        let is_made = properties.is_some_and(is_function) || parameters.is_some_and(is_function);
        let given = match parameters {
            Some(it) if !is_made => self.members(it, &member.scope),
            _ => Vec::new(),
        };
        let exists = self.existence(member.value, &member.scope);
        let exists = Condition::all([member.exists.clone(), exists]);
        let is_made = is_made || given.iter().any(|it| it.key.starts_with("Fn::"));
        let stack = Stack {
            document,
            given: given.into_iter().map(|it| (it.key, it.value, it.scope)).collect(),
            unread: is_made.then(|| Why::Outside(format!("parameters of {}", member.key).into())),
            header: member.key_span,
            exists,
            state: State::Closed,
            is_lowered: false,
        };
        self.stacks.insert(member.key.clone(), stack);
    }

    pub(super) fn open_stacks(&mut self) {
        let names: Vec<Arc<str>> = self.stacks.keys().cloned().collect();
        for name in names {
            // Why one cannot be opened is told where it is asked for.
            let _ = self.open_stack(&name);
        }
    }

    /// What an output of a nested stack is, used at `span`; none if its template is not at hand.
    pub(super) fn stack_output(&mut self, stack: &str, output: &str, span: Span) -> Option<Value> {
        let mode = self.mode;
        if !self.stacks.contains_key(stack) {
            return None;
        }
        match self.within(stack, mode, |child| child.given_out(output)) {
            Ok(Some(value)) => Some(used_at(&value, span)),
            Ok(None) => None,
            Err(why) => Some(Value::unknown(why, Type::Any, span)),
        }
    }

    /// What an output is; none if a macro may yet make it.
    fn given_out(&mut self, name: &str) -> Option<Value> {
        let key = (Arc::from(name), self.mode);
        if let Some(value) = self.given_out.get(&key) {
            return Some(value.clone());
        }
        let header = self.tree.root().span.start();
        let Some(Member { value: id, scope, exists: made, .. }) = self.outputs.get(name).cloned()
        else {
            let message = format!("the stack has no output `{name}`");
            let is_known = !self.open && !self.outputs.contains_key("Fn::Transform");
            return is_known.then(|| invalid(message, header));
        };
        let value = match self.part(id, "Value") {
            Some(it) => self.handed_on(it, &scope, self.mode),
            None => invalid(format!("output `{name}` has no value"), header),
        };
        let exists = Condition::all([made, self.existence(id, &scope)]);
        let span = value.span;
        let missing = || invalid(format!("output `{name}` is not made"), span);
        let value = match exists {
            Condition::Always(true) => value,
            exists => Value::choice(exists, value, missing(), span),
        };
        // What is explored also notes what was asked, each time anew.
        if self.mode != Mode::Explored {
            self.given_out.insert(key, value.clone());
        }
        Some(value)
    }

    /// Adds the resources of a nested stack to the graph.
    pub(super) fn lower_stack(&mut self, name: &str, graph: &mut Graph) {
        let lowered = self.within(name, Mode::Followed, |child| child.lower_into(graph));
        let is_lowered = lowered.is_ok() && self.steps <= limits::STEPS;
        if let Some(stack) = self.stacks.get_mut(name) {
            stack.is_lowered = is_lowered;
        }
    }

    /// The paths of the templates whose resources were added, those of nested ones included.
    pub(super) fn lowered(&self) -> Vec<&'t str> {
        let mut paths = Vec::new();
        for stack in self.stacks.values().filter(|it| it.is_lowered) {
            paths.push(&*stack.document.path);
            if let State::Open(template, _) = &stack.state {
                paths.extend(template.lowered());
            }
        }
        paths
    }

    /// What `act` makes of the template of a stack.
    fn within<T>(
        &mut self,
        name: &str,
        mode: Mode,
        act: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, Why> {
        self.open_stack(name)?;
        if mode == Mode::Followed {
            self.follow(name)?;
        }
        let (mut child, followed) = self.take_stack(name)?;
        self.exchange(&mut child);
        let before = mem::replace(&mut child.mode, mode);
        let result = act(&mut child);
        child.mode = before;
        self.exchange(&mut child);
        self.put_back(name, State::Open(child, followed));
        Ok(result)
    }

    /// A stack that is open, to be put back.
    fn take_stack(&mut self, name: &str) -> Result<(Box<Self>, Followed), Why> {
        let Some(stack) = self.stacks.get_mut(name) else {
            return Err(Why::Invalid(format!("`{name}` is not a nested stack").into()));
        };
        match mem::replace(&mut stack.state, State::Busy) {
            State::Open(child, followed) => Ok((child, followed)),
            State::Refused(why) => {
                stack.state = State::Refused(why.clone());
                Err(why)
            }
            State::Closed | State::Busy => {
                let header = stack.header;
                let message = format!("stack `{name}` depends on itself");
                self.cut(header, &*message);
                Err(Why::Invalid(message.into()))
            }
        }
    }

    fn put_back(&mut self, name: &str, state: State<'t>) {
        if let Some(stack) = self.stacks.get_mut(name) {
            stack.state = state;
        }
    }

    /// Works out what a stack is given, and what its conditions make of that.
    fn open_stack(&mut self, name: &str) -> Result<(), Why> {
        let Some(stack) = self.stacks.get_mut(name) else { return Ok(()) };
        if !matches!(stack.state, State::Closed) {
            return Ok(());
        }
        stack.state = State::Busy;
        let (document, header) = (stack.document, stack.header);
        let opened = match self.refusal(document, header) {
            Some(why) => Err(why),
            None if !self.step(header, self.cost(document)) || !self.enter(header) => {
                Err(Why::Limit("depth or steps"))
            }
            None => {
                self.instances += 1;
                let child = self.child(name, document);
                self.leave();
                Ok(child)
            }
        };
        let (state, result) = match opened {
            Ok(child) => (State::Open(Box::new(child), Followed::NotYet), Ok(())),
            Err(why) => (State::Refused(why.clone()), Err(why)),
        };
        self.put_back(name, state);
        result
    }

    /// How many steps it takes to begin with a template, whatever comes of it.
    fn cost(&self, document: &Document) -> usize {
        document.parameters + document.tree.nodes.len() / 16 + self.unknowns.len() / 4
    }

    fn refusal(&mut self, document: &Document, header: Span) -> Option<Why> {
        let mut around = self.place.within.iter().copied().chain([self.document]);
        let (message, limit) = if around.any(|it| it.path == document.path) {
            (format!("`{}` nests itself", document.path), "stacks in themselves")
        } else if self.place.within.len() >= limits::NESTED {
            (format!("stacks nest deeper than {} levels", limits::NESTED), "depth of stacks")
        } else if self.instances >= limits::STACKS {
            (format!("there are more than {} nested stacks", limits::STACKS), "number of stacks")
        } else {
            return None;
        };
        self.cut(header, message);
        Some(Why::Limit(limit))
    }

    fn child(&mut self, name: &str, document: &'t Document) -> Self {
        let address = self.address(name);
        let section = document.tree.get(document.tree.root, "Parameters");
        let none = Inputs::default();
        let mut declared = parameters::declared(&document.tree, section, &none, &address);
        for name in SHARED {
            if let Some(it) = self.parameters.get(name) {
                declared.insert(it.name.clone(), it.clone());
            }
        }
        let passed = self.pass(name, &declared);
        let stack = &self.stacks[name];
        let place = Place {
            address,
            calls: [stack.header].into_iter().chain(self.place.calls.iter().copied()).collect(),
            exists: Condition::all([self.place.exists.clone(), stack.exists.clone()]),
            within: self.place.within.iter().copied().chain([self.document]).collect(),
        };
        let mut child = Template::new(document, self.documents, place, declared);
        child.passed = passed;
        // Tells the parameters of all templates around it from what is made of them.
        child.unknowns.extend(self.unknowns.iter().map(|(id, it)| (*id, it.clone())));
        let mentioned = mem::take(&mut self.conditions.mentioned);
        self.exchange(&mut child);
        child.begin();
        self.exchange(&mut child);
        self.conditions.mentioned = mentioned;
        child
    }

    /// What a stack is given for each parameter that its template declares.
    fn pass(&mut self, stack: &str, declared: &BTreeMap<Arc<str>, Arc<Parameter>>) -> AllPassed {
        let Stack { given, unread, header, .. } = &self.stacks[stack];
        // As every loader does, the last of equal keys counts.
        let given: BTreeMap<Arc<str>, (NodeId, Scope)> =
            given.iter().map(|(name, id, scope)| (name.clone(), (*id, scope.clone()))).collect();
        let (unread, header) = (unread.clone(), *header);
        let mut all = AllPassed::new();
        for parameter in declared.values().filter(|it| !it.name.starts_with("AWS::")) {
            let passed = match (given.get(&parameter.name), &unread) {
                (Some((id, scope)), _) => self.bind(parameter, *id, scope, header),
                (None, Some(why)) => Passed::always(Value::unknown(why.clone(), Type::Any, header)),
                // Nothing else can give it another value.
                (None, None) if parameter.has_default() => Passed::always(parameter.own(header)),
                (None, None) => continue,
            };
            all.insert(parameter.name.clone(), passed);
        }
        all
    }

    fn bind(&mut self, parameter: &Parameter, id: NodeId, scope: &Scope, header: Span) -> Passed {
        let mentioned = mem::take(&mut self.conditions.mentioned);
        let given = self.handed_on(id, scope, Mode::Given);
        let (explored, compared) = self.explored(id, scope);
        let mentioned = mem::replace(&mut self.conditions.mentioned, mentioned);
        if let Some(stored) = parameter.stored(&given) {
            return Passed::always(stored);
        }
        let own = parameter.own(header);
        // Elsewhere what is absent stands for what no deployment has.
        let default = may_be_absent(&given).then_some(&own);
        let handed_on = explored.as_unknown().and_then(|it| self.parameter_of(it));
        let explored = match handed_on {
            Some(it) if it.domain().is_none() && parameter.domain().is_some() => {
                it.allowed_by(parameter).explored(explored.span)
            }
            _ => fitted(&explored, parameter, default),
        };
        let given = fitted(&given, parameter, Some(&own));
        Passed { explored, followed: given.clone(), given, compared, mentioned }
    }

    /// What a stack is given, whatever that is, and what parameters were compared with on the way.
    fn explored(&mut self, id: NodeId, scope: &Scope) -> (Value, Compared) {
        let before = mem::take(&mut self.conditions.compared);
        let explored = self.handed_on(id, scope, Mode::Explored);
        (explored, mem::replace(&mut self.conditions.compared, before))
    }

    /// Works out what a stack is given where that follows what was decided.
    fn follow(&mut self, name: &str) -> Result<(), Why> {
        let (mut child, followed) = self.take_stack(name)?;
        if followed == Followed::NotYet {
            for (parameter, id, scope) in self.stacks[name].given.clone() {
                let Some(parameter) = child.parameters.get(&parameter).cloned() else { continue };
                let value = self.handed_on(id, &scope, Mode::Followed);
                let header = self.stacks[name].header;
                if let Some(passed) = child.passed.get_mut(&parameter.name) {
                    passed.followed = match parameter.stored(&value) {
                        Some(stored) => stored,
                        None => fitted(&value, &parameter, Some(&parameter.own(header))),
                    };
                }
            }
        }
        self.put_back(name, State::Open(child, Followed::Yes));
        Ok(())
    }
}
