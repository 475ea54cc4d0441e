using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>A keyed state that can be read as bytes, whatever its types are.</summary>
internal interface IElementsOfKeys
{
    /// <summary>Reads the elements of a key group whose keys lie in a range, one after the other, until the taker has enough.</summary>
    void Scan(int keyGroup, KeyRange keys, ElementTaker taker);
}

/// <summary>Takes an element, which is valid during the call, and says whether it wants more. It does not touch the state.</summary>
internal delegate bool ElementTaker(in StateElement element);
