using System.CommandLine;
using FlowActors.Client;
using FlowActors.Client.State;

namespace FlowActors.CommandLine.Remote;

/// <summary>Which state of which job a command reads, and what of it.</summary>
internal sealed class StateArguments
{
    private readonly Argument<string> _job = new("JOB") { Description = "The job's id or name." };
    private readonly Option<string?> _uid = new("--uid") { Description = "The uid of the state's operator; needed where several have a state of that name." };
    private readonly ConsistencyOptions _consistency = new();
    private readonly bool _isLive;

    /// <param name="isLive">Whether only live state is read.</param>
    public StateArguments(bool isLive) => _isLive = isLive;

    /// <summary>The state's name.</summary>
    public Argument<string> Name { get; } = new("STATE") { Description = "The state's name." };

    public IEnumerable<Symbol> Arguments => [_job, Name];

    public IEnumerable<Symbol> Options => _isLive ? [_uid] : [_uid, .. _consistency.All];

    /// <summary>The state that was named.</summary>
    public RawState Of(FlowActorsClient client, ParseResult parsed)
    {
        var state = client.Job(parsed.GetRequiredValue(_job)).Raw(parsed.GetValue(_uid), parsed.GetRequiredValue(Name), new RemoteStateOptions());
        return !_isLive && _consistency.IsCheckpoint(parsed) ? state.With(StateConsistency.At(_consistency.Checkpoint(parsed))) : state;
    }
}
