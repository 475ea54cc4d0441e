namespace FlowActors.State.Memory.Timers;

/// <summary>A timer, in the heap and in the table; free where the time is <see cref="Timestamps.None"/>.</summary>
internal struct TimerSlot<TItem>
{
    public long Time;
    public TItem Item;
}
