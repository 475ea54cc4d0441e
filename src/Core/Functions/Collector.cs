namespace FlowActors.Functions;

/// <summary>
/// Takes the results of one call of user code; they carry the timestamp of the record that the call was made for. Valid
/// during that call only. Emitting never fails for lack of room: it slows the caller down.
/// </summary>
/// <typeparam name="T">The results.</typeparam>
public abstract class Collector<T>
{
    /// <summary>Emits one record, which must not be changed afterwards.</summary>
    public abstract void Collect(T value);
}
