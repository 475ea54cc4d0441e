namespace FlowActors.Runtime.Exchange;

/// <summary>Tells the pool of operator threads that the present one is about to wait.</summary>
internal interface IBlockingScope
{
    /// <summary>Until the result is disposed the pool runs a spare thread instead of this one.</summary>
    IDisposable Enter();
}
