using FlowActors.Runtime.Control;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Control.Coordination;

/// <summary>Plays job manager and subtasks to a coordinator core, one message at a time.</summary>
internal sealed class CoreDriver
{
    public const string Incarnation = "this process";

    public static readonly CoordinatorSettings Settings = new(
        TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), 100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    private readonly List<CoordinatorEffect> _effects = [];
    private readonly bool _place;

    public CoreDriver(int[] parallelism, RestartStrategy? restarts = null, bool place = true)
        : this(new JobShape("hash", parallelism, [.. parallelism.Select(_ => false)], restarts ?? RestartStrategy.None), place)
    {
        Take(Core.Start(Job, Shape, Now));
    }

    private CoreDriver(JobShape shape, bool place, string incarnation = Incarnation)
    {
        Shape = shape;
        _place = place;
        Core = new CoordinatorCore(Settings, incarnation, () => 0.5);
    }

    public JobSpec Job { get; private init; } = new(JobId.Create(), "job", null, new Dictionary<string, string>());

    public JobShape Shape { get; }

    public CoordinatorCore Core { get; }

    public DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<ICoordinatorEvent> Written { get; } = [];

    public static string NodeOf(int slot) => $"node-{slot}";

    public SubtaskId Id(int vertex, int index) => new(Job.Id, Core.Record.Attempt, vertex, index);

    public void Handle(object message) => Take(Core.Handle(message, Now));

    public void From(int vertex, int index, Func<SubtaskId, SubtaskProtocol.IEvent> message) => Handle(message(Id(vertex, index)));

    public void FromAll(Func<SubtaskId, SubtaskProtocol.IEvent> message)
    {
        for (var vertex = 0; vertex < Shape.Parallelism.Count; vertex++)
        {
            for (var index = 0; index < Shape.Parallelism[vertex]; index++) From(vertex, index, message);
        }
    }

    /// <summary>Brings the present attempt to Running.</summary>
    public CoreDriver Run()
    {
        FromAll(id => new SubtaskProtocol.Deployed(id));
        FromAll(id => new SubtaskProtocol.Ready(id));
        FromAll(id => new SubtaskProtocol.Running(id));
        _effects.Clear();
        return this;
    }

    /// <summary>Lets the time pass that the core waits for.</summary>
    public void Wake()
    {
        Now = Core.WakeAt!.Value;
        Handle(CoordinatorProtocol.Wake.Instance);
    }

    /// <summary>The effects of a kind since they were asked for last.</summary>
    public IReadOnlyList<T> Effects<T>()
        where T : CoordinatorEffect
    {
        var found = _effects.OfType<T>().ToList();
        _effects.RemoveAll(e => e is T);
        return found;
    }

    /// <summary>The commands of a kind since they were asked for last.</summary>
    public IReadOnlyList<T> Sent<T>()
        where T : SubtaskProtocol.ICommand
    {
        var found = _effects.OfType<CoordinatorEffect.Send>().Select(s => s.Command).OfType<T>().ToList();
        _effects.RemoveAll(e => e is CoordinatorEffect.Send { Command: T });
        return found;
    }

    /// <summary>Another coordinator with the journal of this one.</summary>
    public CoreDriver Restarted(string incarnation, JobShape? shape)
    {
        var next = new CoreDriver(Shape, place: true, incarnation) { Job = Job, Now = Now };
        foreach (var decision in Written) next.Core.Replay(decision);
        next.Take(next.Core.Start(Job, shape, Now));
        return next;
    }

    private void Take(CoordinatorStep step)
    {
        Written.AddRange(step.Events);
        _effects.AddRange(step.Effects);
        foreach (var place in step.Effects.OfType<CoordinatorEffect.Place>())
        {
            if (_place) Handle(new AttemptPlaced(Job.Id, place.Attempt, [.. Enumerable.Range(0, place.Slots).Select(Slot)]));
        }
    }

    private static SlotLocation Slot(int i) => new($"{i}", NodeOf(i), new DataEndpoint("127.0.0.1", 1000 + i));
}
