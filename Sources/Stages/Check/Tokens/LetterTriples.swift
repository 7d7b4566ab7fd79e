/// Which three bytes (three lower-case letters, or a space and two) are one token of Qwen2's vocabulary: `TokenEstimate` uses
/// them to exclude splits. The tests compare each with the rank file.
enum LetterTriples {
    /// Whether three ASCII bytes are one token; false where that is not known.
    static func join(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        known.contains(packed(first, second, third))
    }

    static func packed(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
        UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
    }

    static let known: Set<UInt32> = {
        var known: Set<UInt32> = []
        for entry in table.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
            let letters = entry.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
            for third in letters.dropFirst(2) { known.insert(packed(letters[0], letters[1], third)) }
        }
        return known
    }()

    /// An entry is two letters (`_` for a space) followed by every third letter.
    private static let table = """
        _aabcdefghijklmnoprstuvwxyz _babcdefghijklmnopqrstuvwxyz _cabcdefghijklmnopqrstuvwxyz
        _dabcdefghijklmnopqrstuvwxyz _eabcdefghijklmnopqrstuvwxyz _fabcdefghijklmnopqrstuvwxyz
        _gabcdefghijlmnoprstuvwxyz _habcdefghijklmnoprstuvwxy _iabcdefghijklmnopqrstvwxyz _jabcdeijlmopqrstu
        _kabcdefghijklmnoprstuvwyz _labcdefghijklmnoprstuvwxyz _mabcdefghijklmnopqrstuvwxyz
        _nabcdefghijklmnoprstuvwxyz _oabcdefghiklmnoprstuvwxyz _pabcdefghijklmnopqrstuvwxyz _qabcilpqrstuwx
        _rabcdefghiklmnopqrstuvwxyz _sabcdefghijklmnopqrstuvwxyz _tabcdefghijklmnopqrstuvwxyz
        _uabcdefghiklmnprstuvwxyz _vabcdefghiklmnoprstuvwxyz _wabcdefghiklmnoprstwxyz _xabcdefilmnoprstuvxy
        _yaceginoprsty _zabdefghikmnosuwxz aaabcdlnrt ababcdehilorsy acabcdefhiklorstyz adabcdefhijmorstvxy
        aeacdls afabcdefisx agaeghinorstuy ahailnoru aicdlmnrst ajaeiosu akaehikostuy alacdefgiklmostuy
        amabdeilmopstuy anacdeghijknostyz aos apaeghikloprsty aqu arabcdefgiklmnoprstuy asacdehiklmnopstuyz
        ataehiklorstuyz aubcdfglrstx avaegilnorsy awaeiklnsy axey ayaeos azaeiouyz babcdghiklmnorstuyz bbbce
        bccdm bdbd bebcdefghiklnrstwz bfdf biabcdeghjlnorstz blaekor bmp bnb boablnorstwxy bpps braeou bsdpt
        btcn budfglmrsty byen caabcdefilmnoprst cbacd ccabcdeio cdbcfnr ceabcdefjklmnprsu cffg cgi
        chaegiklnorstuwy ciadelnoprst ckaeiost clacefikorsy cmbcdps cnt cobcdehlmnprstuvwx cpfpstuy crceimoy
        csirsv ctahlprsx cuelmprst cwd cxx czy dacdefglmnopqrsty dbaceghlo dcc ddabdeflsy
        deabcdefgklmnoprstvxz dfadfs dge diacdefgmnorstv dlegl dma dnais dobcgimnst dpi draemosvy dsalnpt dto
        ducekprx dyn dzi eadhmnrtx ebabpx ecacdehinostxz edabdeimosuxy eeacdelnrs efadefst egaglort ehr eidln
        ejs ekaiost eladefilmnopstuy emabdeimopsuy enacdeghiknostuvyz eofnrs ephsy equ erabcdegikmnoprstvy
        esacehikopstyz etacehiorstuyz eurst evaet ewens exceopt eyae fabcdflnqrstvx fbe fccen fdbcfs
        feabcdeflnrw ffabcdefit fibcdglnrtx fldotuy fmt folnorsvxy fps fraem fspt ftepsy fulnr gaelmnprsy gba
        gccd gebdefhlmnorstw gfx ghit giadeflnost gleimy gmt gneiu godmnorstvw gpsu graeop gst gtek guaein
        habdilmnprsty hcip hdlr heacdeiklmnrstvxy hhh hibcdlmnprst hma hoacefglmnprstuw hpp hras hsi htaeimt
        huabdems hyap iacdehlmnoprstz ibaeiorstu icacehiklostyz idadefilosxy iecdfgijklmnrstuvwz ifaefiorstuy
        igaeghimnorstuy ihnu iidi ijadeiknou ikaehikostu iladeiklmosty imabdegimopsu inacdefghiknopqstvxyz
        iocdlmnrstuvx ipacehilopstvy iqu iracdeiklmoqsty isacdehiklmopstuyz itaehimorstuyz iums ivaeiory ixaeo
        iya izaeioruz jabcdhklmnrsvwxy jdk jecejmnrst jidenst jmp jni jobmnsy jpg jscpx judgnr jwt kadhlnprst
        kbd keadehklnrsty kidelmnprt kke kle koaklmnprsv kre ksiz kte kulrs labcdghmnprstvwy lbls lcd ldabrs
        leacdefghikmnoprstvwxyz lfw lhs liabcdegjkmnopstvx lke lladeiux lng lobcdeghiklnoprstvwxy lrt lsaeitx
        ltekr luagstx lvl lyans macdfghijklnprstxy mdbilp medgklmnrstz mgr miacdelnrstx mlx mmacmo mnt
        mobdlmnrstvz mphilprsz msegp mtsx mueilnrstx mvc myps nadhklmnprstvz nbr ncey ndaelosx
        neadeghjklnorstvwxyz ngaeorx niacdehklmnopst nobcdfmnprstvwx npcjm nqu nst ntehlpsy numt nyam nze oad
        obabeijlosy ocacehiklorstyz odabdeiosuy oens offist ogaeghilnorsy ohalno oidlnrst oji okaeiosuy
        oladefgiklostuvy omabeimopsy onadeginostyz oodklmnoprt opacehiloprsty orabcdefgikmnoprstuyz
        osaceghilopst otaehioprst oubdgilnprstvx ovaeioy owaeilnosy oxy oyao ozeoy pacdgiklnrsty pbs pcbfhilms
        pdbfo pecdegiklnqrstz pga phaeipy picdeginoprstx pkgt plaelrstxy png podilnprstw ppeostvy pradeimost
        pscityz ptaehorsy pubnrst pwd pyx qed qid qli qml qrty qtty quaeios rabcdfghijlmnpqrstwxyz rch rdf
        reabcdefghiklmnopqrstuvwxyz rgb rhos riabcdefgjklmnoprstvxz rms rnadeg robcdegiklmnprstuvwxyz rpcm
        rsapst rtcls rubcdgkmnpstz rynos rzey sadlmnprtvy schipr sdk seacdegiklmnopqrstxyz sgi shaeimr
        sicdeglmnpstx skbiuy slat sms snds soclmnv spabdeilmory sqlu srcv ssacefhilpst stadehikmoprsuy
        submnprst svcgmnp symns tabglmnprstux tbl tcp teacdeklmnprstx tglt thaersy ticdeflmnpt tles tmlp
        toacdgiklmnoprsty tpls traeilosuxy tsxy tteilpy tur two txnt typ uaeilnrt ubabeiosy uccehikostz
        udadeiopsuy uedlmnrstz ufefst ugaeghiosu uheln uibdlnrst ujaeu ukaeiotu uladefgiklopstuy
        umabdeilmnopsu unacdegijknostu uos upadeopsty urabdefgilmnorstuvy usabcehikoprstuz utacefhimorstyz
        uumr uveow uxet uyaeo uzeuz vaceklnrst vecdhlnrstyz vfs viacdegklmnoprstz vlac vodlnrsxy vpn vreo vsp
        vtk vue vvm walnprstvy wcs wdx webdgilnr whoy widegjklnst wnd wonorw www wyn xaabcdef xbabcdef
        xcabcdef xdabcdef xeabcdefs xfabcdef xhr xiacnstv xls xmlm xonr xsd xxx xyz yahlnrstw ychlz yenrst yii
        ylaelv ymbeims ynaceny yonru ypeiosy yreo ysitz yteht yumn yyy zacgnprs zedejklmnrstw ziaegknp zons
        zte zug zym zzao
        """
}
