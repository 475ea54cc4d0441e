namespace FlowActors.State.Tables;

/// <summary>A question about an element.</summary>
internal interface IElementTest<TElement>
{
    bool Holds(in TElement element);
}
