namespace FlowActors.State.Ttl;

/// <summary>A value with the time of its last touch, in ms since the epoch. The fields are addressed in place.</summary>
internal struct Timed<T>(T value, long lastTouch)
{
    public T Value = value;
    public long LastTouch = lastTouch;
}
