using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Tests.Control.Simulation;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Management.JobManagerEvents;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>Single steps of the job manager; whole lives are under <see cref="ControlScheduleTests"/>.</summary>
public sealed class JobManagerCoreTests
{
    private const int Shards = 4;
    private static readonly JobShape Shape = new("hash", [2], RestartStrategy.None);
    private readonly List<IManagerEvent> _journal = [];
    private readonly JobManagerCore _core = new(Shards, ControlSimulation.Settings, _ => false);
    private readonly JobSpec _job = new(JobId.Create(), "job", null, new Dictionary<string, string>());
    private readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void No_slot_leaks_when_a_node_is_lost_while_a_job_that_is_cancelled_is_being_placed()
    {
        Begin(_core);
        var written = Assert.Single(Handle(new PlaceJob(_job.Id, 1, 2)).OfType<ManagerEffect.WriteHomes>()).Token!;
        Assert.Equal(2, _core.Placements.Taken);
        Handle(new MemberGone("b", IsLeaving: false));
        Handle(new JobEnded(_job.Id, JobStatus.Cancelled));
        Assert.Equal(0, _core.Placements.Taken);
        Assert.Empty(Handle(written));
        Assert.Empty(Handle(new PlaceJob(_job.Id, 2, 2)));
        Assert.Equal(0, _core.Placements.Taken);
        Assert.NotNull(_core.Placements.Place(JobId.Create(), Shards, new Dictionary<string, NodeCapacity> { ["a"] = new(2) }));
    }

    [Fact]
    public void Shards_of_a_job_that_has_ended_are_written_down_as_free()
    {
        Begin(_core);
        var taken = Assert.Single(Handle(new PlaceJob(_job.Id, 1, 2)).OfType<ManagerEffect.WriteHomes>()).Homes;
        var freed = Assert.Single(Handle(new JobEnded(_job.Id, JobStatus.Finished)).OfType<ManagerEffect.WriteHomes>()).Homes;
        Assert.Equal(taken.Keys.Order(), freed.Keys.Order());
        Assert.All(freed.Values, home => Assert.Equal("", home));
    }

    [Fact]
    public void A_placement_on_a_node_that_is_gone_when_it_is_written_is_not_told()
    {
        Begin(_core);
        var written = Assert.Single(Handle(new PlaceJob(_job.Id, 1, 2)).OfType<ManagerEffect.WriteHomes>()).Token!;
        Handle(new MemberGone("b", IsLeaving: false));
        Assert.Empty(Handle(written));
        var again = Assert.Single(Handle(new PlaceJob(_job.Id, 1, 2)).OfType<ManagerEffect.WriteHomes>());
        Assert.Equal(["", "a", "a"], again.Homes.Values.Order(StringComparer.Ordinal));
        Assert.IsType<JobPlaced>(Assert.IsType<ManagerEffect.ToCoordinator>(Assert.Single(Handle(again.Token!))).Message);
    }

    [Fact]
    public void A_job_manager_that_has_just_come_up_tells_of_members_that_have_not_registered_yet_and_of_none_that_leaves()
    {
        _core.Start(["a", "b", "c"], _now);
        Handle(new MemberGone("c", IsLeaving: true));
        Handle(Registration("a"));
        Assert.Equal(["a", "b"], Assert.IsType<JobManagerProtocol.Nodes>(Assert.Single(Handle(new Asked(this, new GetNodes())).OfType<ManagerEffect.Reply>()).Message).All.Order());
        Assert.Empty(Handle(new Asked(this, new DrainNode("b"))));
        Handle(new MemberGone("b", IsLeaving: false));
        Assert.Equal(["a"], Assert.IsType<JobManagerProtocol.Nodes>(Assert.Single(Handle(new Asked(this, new GetNodes())).OfType<ManagerEffect.Reply>()).Message).All);
    }

    [Fact]
    public void A_node_is_told_to_stop_what_belongs_to_no_job_that_lives()
    {
        Begin(_core);
        var unknown = new AttemptId(JobId.Create(), 0, 3);
        var stop = Assert.Single(Handle(Registration("a", unknown)).OfType<ManagerEffect.ToNode>());
        Assert.Equal(("a", new AdvanceAttempt(unknown, 1, SubtaskPhase.Gone)), (stop.Node, stop.Message));
        Handle(new JobEnded(_job.Id, JobStatus.Finished));
        var ended = new AttemptId(_job.Id, 0, 1);
        Assert.Equal(new AdvanceAttempt(ended, 1, SubtaskPhase.Gone), Assert.Single(Handle(Registration("b", ended)).OfType<ManagerEffect.ToNode>()).Message);
    }

    [Fact]
    public void A_coordinator_is_told_what_a_node_runs_of_its_job()
    {
        Begin(_core);
        var attempt = new AttemptId(_job.Id, 0, 1);
        var told = Assert.Single(Handle(Registration("a", attempt)).OfType<ManagerEffect.ToCoordinator>());
        Assert.Equal(new AttemptFound(attempt, "a"), told.Message);
    }

    [Fact]
    public void The_next_job_manager_has_a_higher_epoch_and_places_nothing_before_every_job_has_claimed_its_slots()
    {
        Begin(_core);
        Handle(new PlaceJob(_job.Id, 1, 2));
        var next = new JobManagerCore(Shards, ControlSimulation.Settings, _ => false);
        foreach (var decision in _journal) next.Replay(decision);
        var step = next.Start(["a", "b"], _now);
        Assert.Equal(new ManagerStarted(2), Assert.Single(step.Events));
        Assert.Equal(_job, Assert.IsType<ManagerEffect.StartCoordinator>(Assert.Single(step.Effects)).Job.Job);
        foreach (var node in (string[])["a", "b"]) next.Handle(Registration(node), _now);
        var other = new JobSpec(JobId.Create(), "other", null, new Dictionary<string, string>());
        Submit(next, other);
        Assert.Empty(next.Handle(new PlaceJob(other.Id, 1, 2), _now).Effects);

        next.Handle(new ClaimPlacement(_job.Id, new AttemptPlacement([new NodePlace("a", "run", default)], ["0", "3"], [0, 0])), _now);
        var homes = Assert.Single(next.Handle(new PlaceJob(other.Id, 1, 2), _now).Effects.OfType<ManagerEffect.WriteHomes>()).Homes;
        Assert.Equal(["1", "2"], homes.Keys.Order());
    }

    [Fact]
    public void A_job_manager_that_has_just_come_up_places_nothing_before_the_members_have_registered_or_had_time_to()
    {
        _core.Start(["a", "b"], _now);
        _core.Handle(Registration("a"), _now);
        Submit(_core, _job);
        Assert.Empty(Handle(new PlaceJob(_job.Id, 1, 2)));
        Assert.Single(_core.Handle(new PlaceJob(_job.Id, 1, 2), _now + ControlSimulation.Settings.StopTimeout).Effects.OfType<ManagerEffect.WriteHomes>());
    }

    [Fact]
    public void An_attempt_whose_shards_others_have_by_now_is_stopped()
    {
        _core.Replay(new JobListed(_job, Shape));
        _core.Start(["a"], _now);
        _core.Handle(Registration("a"), _now);
        var other = new JobSpec(JobId.Create(), "other", null, new Dictionary<string, string>());
        Submit(_core, other);
        _core.Handle(new PlaceJob(other.Id, 1, 2), _now + ControlSimulation.Settings.Lease);
        var effects = Handle(new ClaimPlacement(_job.Id, new AttemptPlacement([new NodePlace("a", "run", default)], ["0", "1"], [0, 0])));
        Assert.Equal(new NodeLost("a"), Assert.IsType<ManagerEffect.ToCoordinator>(Assert.Single(effects)).Message);
        Assert.Equal(2, _core.Placements.Taken);
    }

    [Fact]
    public void A_coordinator_that_never_claims_holds_the_others_for_a_lease_only()
    {
        _core.Replay(new JobListed(_job, Shape));
        _core.Start(["a"], _now);
        _core.Handle(Registration("a"), _now);
        var other = new JobSpec(JobId.Create(), "other", null, new Dictionary<string, string>());
        Submit(_core, other);
        Assert.Empty(_core.Handle(new PlaceJob(other.Id, 1, 2), _now).Effects);
        Assert.Single(_core.Handle(new PlaceJob(other.Id, 1, 2), _now + ControlSimulation.Settings.Lease).Effects.OfType<ManagerEffect.WriteHomes>());
    }

    [Fact]
    public void A_node_that_is_drained_gives_its_slots_up_and_is_told_when_it_has_none()
    {
        Begin(_core);
        Handle(new PlaceJob(_job.Id, 1, 2));
        var effects = Handle(new Asked("client", new DrainNode("b")));
        Assert.Equal(new DrainTaken("b", 1), Assert.Single(effects.OfType<ManagerEffect.Reply>()).Message);
        Assert.Equal(new BeginDrain("b"), Assert.Single(effects.OfType<ManagerEffect.ToNode>()).Message);
        Assert.Equal(new MoveSlots(_job.Id, RescaleCause.Drained), Assert.Single(effects.OfType<ManagerEffect.ToCoordinator>()).Message);

        // What the job could not do then it is told again.
        var again = Handle(Registration("b"));
        Assert.False(Assert.IsType<NodeRegistered>(Assert.Single(again.OfType<ManagerEffect.Reply>()).Message).IsDrained);
        Assert.Equal(new MoveSlots(_job.Id, RescaleCause.Drained), Assert.Single(again.OfType<ManagerEffect.ToCoordinator>()).Message);

        var homes = Assert.Single(Handle(new PlaceJob(_job.Id, 2, 2)).OfType<ManagerEffect.WriteHomes>()).Homes;
        Assert.Equal(["", "a", "a"], homes.Values.Order());
        Assert.False(IsDrained(Registration("b")));
        Assert.True(IsDrained(Registration("b")));
        Assert.Equal(new DrainTaken("b", 0), Assert.Single(Handle(new Asked("client", new DrainNode("b"))).OfType<ManagerEffect.Reply>()).Message);
    }

    [Fact]
    public void A_job_that_stands_still_does_not_hold_a_drain_up()
    {
        Begin(_core);
        Handle(new PlaceJob(_job.Id, 1, 2));
        Handle(new Asked("client", new DrainNode("b")));
        var attempt = new AttemptId(_job.Id, 0, 1);
        Assert.False(IsDrained(Registration("b", attempt)));
        for (var i = 0; i < 9; i++) Assert.False(IsDrained(Registration("b")));
        Assert.True(IsDrained(Registration("b")));
        Assert.False(IsDrained(Registration("b", attempt)));
    }

    [Fact]
    public void A_node_with_subtasks_of_jobs_that_take_no_checkpoints_is_not_drained_and_nothing_of_them_is_touched()
    {
        var core = new JobManagerCore(16, ControlSimulation.Settings, _ => false, takesCheckpoints: job => job.Job.JobName == "job");
        core.Start(["a", "b"], _now);
        foreach (var node in (string[])["a", "b"]) core.Handle(Registration(node), _now);
        List<JobSpec> jobs = [_job, .. Enumerable.Range(0, 10).Select(i => _job with { Id = JobId.Create(), JobName = $"without {i}" })];
        foreach (var job in jobs)
        {
            core.Handle(new Asked("client", new SubmitJob(job)), _now);
            core.Handle(new JobBuilt(job, new JobShape("hash", [1], RestartStrategy.None)), _now);
            core.Handle(new PlaceJob(job.Id, 1, 1), _now);
        }

        var on = jobs.ToLookup(job => core.Placements.Find(job.Id)!.Single().Node);
        var without = on["a"].Where(job => job != _job).ToList();
        Assert.NotEmpty(without);
        var refused = Assert.IsType<DrainRefused>(Assert.Single(core.Handle(new Asked("client", new DrainNode("a")), _now).Effects.OfType<ManagerEffect.Reply>()).Message);
        Assert.All(without.Take(8), job => Assert.Contains($"'{job.JobName}' ({job.Id})", refused.Reason, StringComparison.Ordinal));
        Assert.DoesNotContain("'job'", refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(core.Handle(Registration("a"), _now).Effects, e => e is ManagerEffect.ToCoordinator);

        foreach (var job in without) core.Handle(new JobEnded(job.Id, JobStatus.Finished), _now);
        Assert.IsType<DrainTaken>(core.Handle(new Asked("client", new DrainNode("a")), _now).Effects.OfType<ManagerEffect.Reply>().Single().Message);
    }

    [Fact]
    public void Who_asks_for_a_drain_is_told_which_jobs_hold_it_up_until_they_are_on_their_way()
    {
        Begin(_core);
        Handle(new PlaceJob(_job.Id, 1, 2));
        // Of a move that nobody waits for any more.
        Handle(new SlotsStay(_job.Id, "A node had joined."));
        Assert.Null(Asked().HeldUpBy);
        Handle(new SlotsStay(_job.Id, "It is stuck."));
        Assert.Equal(new DrainHold(_job.Id, "job", "It is stuck."), Assert.Single(Asked().HeldUpBy!));
        Handle(new SlotsStay(_job.Id, null));
        Assert.Null(Asked().HeldUpBy);
        Handle(new SlotsStay(_job.Id, "It is stuck."));
        Handle(new PlaceJob(_job.Id, 2, 2));
        Assert.Null(Asked().HeldUpBy);
        Handle(new SlotsStay(_job.Id, "It is stuck."));
        Handle(new JobEnded(_job.Id, JobStatus.Cancelled));
        Assert.Null(Asked().HeldUpBy);

        DrainTaken Asked() => Assert.IsType<DrainTaken>(Assert.Single(Handle(new Asked("client", new DrainNode("b"))).OfType<ManagerEffect.Reply>()).Message);
    }

    private bool IsDrained(Registering registration) => Assert.IsType<NodeRegistered>(Assert.Single(Handle(registration).OfType<ManagerEffect.Reply>()).Message).IsDrained;

    [Fact]
    public void A_node_with_another_build_of_a_job_is_taken_in_and_gets_none_of_its_slots()
    {
        var core = new JobManagerCore(Shards, ControlSimulation.Settings, _ => false, builds: new Dictionary<string, string> { ["count"] = "1", ["same"] = "1" });
        core.Start(["a", "b"], _now);
        Assert.Null(Register(core, "a", "1").OtherBuilds);
        Assert.Equal(["count"], Register(core, "b", "2").OtherBuilds);
        JobSpec Submitted(string name)
        {
            var job = new JobSpec(JobId.Create(), name, name, new Dictionary<string, string>());
            Submit(core, job);
            return job;
        }

        var (count, same) = (Submitted("count"), Submitted("same"));
        Assert.Equal(["a"], PlacesOf(count).Distinct());
        Assert.Equal(["a", "b"], PlacesOf(same).Distinct().Order());
        Assert.Contains("the others have another build of it", Assert.IsType<DrainRefused>(core.Handle(new Asked("client", new DrainNode("a")), _now).Effects.OfType<ManagerEffect.Reply>().Single().Message).Reason, StringComparison.Ordinal);
        var goesOver = core.Handle(new Asked("client", new DrainNode("a") { JobsGoOver = true }), _now).Effects;
        Assert.IsType<DrainTaken>(goesOver.OfType<ManagerEffect.Reply>().Single().Message);
        Assert.Contains(goesOver.OfType<ManagerEffect.ToCoordinator>(), e => e.Job == count.Id && e.Message is MoveSlots);

        // Nobody has its build any more: it waits for another job manager, and there is nothing to warn of.
        var waits = Assert.IsType<PlacementDelayed>(Assert.IsType<ManagerEffect.ToCoordinator>(Assert.Single(core.Handle(new PlaceJob(count.Id, 2, 2), _now).Effects)).Message);
        Assert.Contains("(1 of them leave, and 1 have another build of it)", waits.Reason, StringComparison.Ordinal);

        IEnumerable<string> PlacesOf(JobSpec job) => core.Handle(new PlaceJob(job.Id, 1, 2), _now).Effects.OfType<ManagerEffect.WriteHomes>().Single().Homes.Values;

        NodeRegistered Register(JobManagerCore core, string node, string build)
        {
            var info = new NodeInfo(node, "run", default, 2, new Dictionary<string, string> { ["count"] = build, ["same"] = "1" });
            return Assert.IsType<NodeRegistered>(core.Handle(new Registering(node, new RegisterNode(info, []), IsMember: true), _now).Effects.OfType<ManagerEffect.Reply>().Single().Message);
        }
    }

    [Fact]
    public void The_last_node_is_not_drained_and_none_whose_slots_nobody_can_take()
    {
        Begin(_core);
        Handle(new PlaceJob(_job.Id, 1, 2));
        Assert.Contains("no node c", RefusalOf("c"), StringComparison.Ordinal);
        Handle(new MemberGone("b", IsLeaving: false));
        Assert.Contains("the last one", RefusalOf("a"), StringComparison.Ordinal);
        Handle(new MemberHere("d"));
        Handle(Registration("d", slots: 1));
        Assert.Contains("take 1 slots, and the jobs have 2", RefusalOf("a"), StringComparison.Ordinal);
        Assert.DoesNotContain(Handle(Registration("a")), e => e is ManagerEffect.ToCoordinator);

        string RefusalOf(string node) => Assert.IsType<DrainRefused>(Assert.IsType<ManagerEffect.Reply>(Assert.Single(Handle(new Asked("client", new DrainNode(node))).OfType<ManagerEffect.Reply>())).Message).Reason;
    }

    [Fact]
    public void The_last_node_that_can_lead_is_not_drained_nor_the_last_one_with_the_build_of_a_job()
    {
        var core = new JobManagerCore(Shards, ControlSimulation.Settings, _ => false, builds: new Dictionary<string, string> { ["count"] = "1" });
        core.Start(["a", "b"], _now);
        var job = new JobSpec(JobId.Create(), "count", "count", new Dictionary<string, string>());
        Register("a", "1", slots: 0, NodeRoles.Manager);
        Register("b", "1", slots: null, NodeRoles.Worker);
        Submit(core, job);
        Assert.Contains("Node a is the last one with the role manager", RefusalOf(new DrainNode("a")), StringComparison.Ordinal);

        // It would lead by another build.
        Register("c", "2", slots: 0, NodeRoles.Manager);
        Assert.Contains($"Node a is the last one with the role manager that has the build of job 'count' ({job.Id})", RefusalOf(new DrainNode("a")), StringComparison.Ordinal);
        Register("d", "1", slots: 0, NodeRoles.Manager);
        Assert.Null(RefusalOf(new DrainNode("d")));
        Assert.Contains("that has the build of job 'count'", RefusalOf(new DrainNode("a")), StringComparison.Ordinal);
        Assert.Null(RefusalOf(new DrainNode("a") { JobsGoOver = true }));
        Assert.Contains("Node c is the last one with the role manager", RefusalOf(new DrainNode("c")), StringComparison.Ordinal);
        Assert.Contains("Node b is the last one that takes subtasks", RefusalOf(new DrainNode("b")), StringComparison.Ordinal);

        string? RefusalOf(DrainNode asked) => core.Handle(new Asked("client", asked), _now).Effects.OfType<ManagerEffect.Reply>().Single().Message is DrainRefused refused ? refused.Reason : null;

        void Register(string node, string build, int? slots, params string[] roles) => core.Handle(
            new Registering(node, new RegisterNode(new NodeInfo(node, "run", default, 2, new Dictionary<string, string> { ["count"] = build }) { Slots = slots, Roles = roles }, []), IsMember: true), _now);
    }

    [Fact]
    public void What_there_is_no_room_for_waits_or_is_refused_at_once_where_the_job_has_another_way()
    {
        _core.Start(["a"], _now);
        Handle(Registration("a", slots: 1));
        Submit(_core, _job);
        var waits = Handle(new PlaceJob(_job.Id, 1, 2));
        var delayed = Assert.IsType<PlacementDelayed>(Assert.Single(waits.OfType<ManagerEffect.ToCoordinator>()).Message);
        Assert.Equal((_job.Id, 1), (delayed.Job, delayed.Request));
        Assert.Contains("waits for 2 slots, and the nodes have room for 1 of it", delayed.Reason, StringComparison.Ordinal);
        Assert.Equal(new ManagerEffect.Delayed(_job, delayed.Reason), Assert.Single(waits.OfType<ManagerEffect.Delayed>()));
        // It is told each time, and logged once until there is room.
        Assert.Equal(delayed, Assert.IsType<ManagerEffect.ToCoordinator>(Assert.Single(Handle(new PlaceJob(_job.Id, 1, 2)))).Message);
        var refused = Assert.IsType<PlacementRefused>(Assert.IsType<ManagerEffect.ToCoordinator>(Assert.Single(Handle(new PlaceJob(_job.Id, 2, 2) { IsTry = true }))).Message);
        Assert.Equal(2, refused.Request);
        Assert.Contains("needs 2 slots, but the nodes have room for 1 of it", refused.Reason, StringComparison.Ordinal);
        Handle(new MemberHere("b"));
        Handle(Registration("b", slots: 1));
        Assert.Empty(Handle(new PlaceJob(_job.Id, 3, 2)).OfType<ManagerEffect.Delayed>());
        Handle(new MemberGone("b", IsLeaving: false));
        Assert.Single(Handle(new PlaceJob(_job.Id, 4, 2)).OfType<ManagerEffect.Delayed>());
    }

    [Fact]
    public void A_node_says_itself_that_it_is_drained_to_the_next_job_manager()
    {
        Begin(_core);
        Handle(new PlaceJob(_job.Id, 1, 2));
        var told = Handle(Registration("b") is var r ? r with { Message = r.Message with { IsDraining = true } } : null!);
        Assert.Equal(new MoveSlots(_job.Id, RescaleCause.Drained), Assert.Single(told.OfType<ManagerEffect.ToCoordinator>()).Message);
    }

    [Fact]
    public void Slots_move_to_a_node_that_has_joined_once_no_other_has_for_a_while()
    {
        Begin(_core);
        var job = new JobSpec(JobId.Create(), "wide", null, new Dictionary<string, string>());
        var core = new JobManagerCore(16, ControlSimulation.Settings, _ => false, settleTime: TimeSpan.FromSeconds(5));
        core.Start(["a", "b"], _now);
        foreach (var node in (string[])["a", "b"]) core.Handle(Registration(node), _now);
        core.Handle(new Asked("client", new SubmitJob(job)), _now);
        core.Handle(new JobBuilt(job, new JobShape("hash", [6], RestartStrategy.None)), _now);
        core.Handle(new PlaceJob(job.Id, 1, 6), _now.AddSeconds(10));
        Assert.Empty(core.Handle(Registration("a"), _now.AddSeconds(11)).Effects.OfType<ManagerEffect.ToCoordinator>());

        core.Handle(new MemberHere("c"), _now.AddSeconds(20));
        core.Handle(Registration("c"), _now.AddSeconds(20));
        Assert.Empty(core.Handle(Registration("a"), _now.AddSeconds(24)).Effects.OfType<ManagerEffect.ToCoordinator>());
        Assert.Equal(new MoveSlots(job.Id, RescaleCause.NodeJoined), Assert.Single(core.Handle(Registration("a"), _now.AddSeconds(25)).Effects.OfType<ManagerEffect.ToCoordinator>()).Message);
        // It may have been unable to when it was told.
        Assert.Equal(new MoveSlots(job.Id, RescaleCause.NodeJoined), Assert.Single(core.Handle(Registration("b"), _now.AddSeconds(26)).Effects.OfType<ManagerEffect.ToCoordinator>()).Message);

        core.Handle(new PlaceJob(job.Id, 2, 6), _now.AddSeconds(27));
        Assert.Equal(["a", "a", "b", "b", "c", "c"], core.Placements.Find(job.Id)!.Select(s => s.Node).Order());
        Assert.Equal(6, core.Placements.Taken);
        Assert.Empty(core.Handle(Registration("a"), _now.AddSeconds(28)).Effects.OfType<ManagerEffect.ToCoordinator>());

        // The reason to move is gone again.
        core.Handle(new MemberHere("d"), _now.AddSeconds(30));
        core.Handle(Registration("d"), _now.AddSeconds(30));
        Assert.Single(core.Handle(Registration("a"), _now.AddSeconds(35)).Effects.OfType<ManagerEffect.ToCoordinator>());
        core.Handle(new MemberGone("d", IsLeaving: false), _now.AddSeconds(36));
        Assert.Empty(core.Handle(Registration("a"), _now.AddSeconds(37)).Effects.OfType<ManagerEffect.ToCoordinator>());
    }

    private void Begin(JobManagerCore core)
    {
        _journal.AddRange(core.Start(["a", "b"], _now).Events);
        Handle(Registration("a"));
        Handle(Registration("b"));
        Submit(core, _job);
    }

    private void Submit(JobManagerCore core, JobSpec job)
    {
        core.Handle(new Asked("client", new SubmitJob(job)), _now);
        _journal.AddRange(core.Handle(new JobBuilt(job, Shape), _now).Events);
    }

    private IReadOnlyList<ManagerEffect> Handle(object message)
    {
        var step = _core.Handle(message, _now);
        _journal.AddRange(step.Events);
        return step.Effects;
    }

    private static Registering Registration(string node, params AttemptId[] attempts) => new(
        node, new RegisterNode(new NodeInfo(node, "run", default, 2, new Dictionary<string, string>()), attempts), IsMember: true);

    private static Registering Registration(string node, int slots) => new(
        node, new RegisterNode(new NodeInfo(node, "run", default, 2, new Dictionary<string, string>()) { Slots = slots }, []), IsMember: true);
}
