using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>What a function of the broadcast state pattern knows of a timer that fires: what others know, and broadcast state.</summary>
internal sealed class BroadcastOnTimer<TKey>(IOnTimerContext<TKey> timer, UserCall call, BroadcastStates states) : IBroadcastOnTimerContext<TKey>
{
    public TKey CurrentKey => timer.CurrentKey;

    public long? Timestamp => timer.Timestamp;

    public long CurrentWatermark => timer.CurrentWatermark;

    public ITimerService TimerService => timer.TimerService;

    public TimeDomain TimeDomain => timer.TimeDomain;

    public SideOutputs SideOutputs => timer.SideOutputs;

    public BroadcastStates BroadcastStates
    {
        get
        {
            call.Check();
            return states;
        }
    }
}
