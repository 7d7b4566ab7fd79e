/// Common English words of captions, each of which is one token of Qwen2's vocabulary.
///
/// The lists were written for this project; the tests look each word up in the rank file.
enum CommonWords {
    /// Whether a piece is one of the words: in lower case after a space, or capitalised at the start of a sentence.
    static func holds(_ piece: ArraySlice<UInt8>) -> Bool {
        guard piece.count <= 16 else { return false }
        let isSpaced = piece.first == 0x20
        let word = String(decoding: isSpaced ? piece.dropFirst() : piece, as: UTF8.self)
        return (isSpaced && small.contains(word)) || beginnings.contains(word)
    }

    /// Capitalised words, one token with and without a space before them.
    static let beginnings = Set(
        """
        A Above Abstract Africa All America American An And April Are Art As Asia At August Back Beautiful
        Behind Berlin Between Big Bird Black Blue Both Boy Bright British Brown But By Canon Cat Child
        Children China Chinese Christmas City Classic Close Cold Dark David Day December Digital Disney Dog Dr
        Drawing Each England English Europe European Every February Few Film Five For Forest Four France
        French From Front Full Game German Germany Girl Girls God Golden Gray Green Grey Group Half He Her
        Here High His Home House I If Image In India Indian Inside Is It Italian Italy Its January Japan
        Japanese John July June King Lady Large Left Light Little London Long Lord Low Macro Man Many March
        Mary May Men Modern Monday Moon Morning Mountain Movie Mr Mrs Near New Night No Not November October
        Old On One Or Orange Outside Paris People Person Photo Picture Pink Portrait Queen Rain Red Right
        River Room Saint Scene Sea September Several She Short Shot Side Silver Simple Six Sketch Small Snow
        Soft Some Sony Spain Spring Star Street Studio Style Summer Sun Sunday Text That The Their There These
        They This Three Top Town Traditional Tree Two Under View Warm Wars Water We What When Where While
        White Wide Winter With Without Woman Women Yellow York You Young
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Words in lower case, one token with a space before them.
    static let small = Set(
        """
        a able about above abstract across active actor actress actual adding adds adult aerial after
        afternoon again against age aged ahead air aircraft airplane airport alive all allow almost alone
        along already also although always amateur american amid among amount ample an anchor ancient and
        angel angle angry animal animals animated anime announcing another any anyone anything apart apparent
        appearance appears apple apples approach approaching arch architecture are area areas arena arm armor
        arms around arranged arrangement arrow arrows art artificial artist artistic artwork as ash asian
        assembled at atmosphere attached attention attractive audience aura authentic author automatic autumn
        aware away baby back background backpack bag bags baked balance balanced balancing balcony ball balls
        banana band bands bank banner bar bare barn barrel barrels barrier base baseball based basement basic
        basket basketball bat bath bathroom battle bay be beach beaches beam bean beans bear beautiful beauty
        because bed bedroom bee been beer before behind being bell belly below belt bench bend beside besides
        between beyond bicycle big bike bikes bill bird birds birthday bite black blade blades blank blanket
        blend blind block blocks blond blonde blood blow blowing blown blue board boards boat boats bodies
        body bold bone bones book books boots border bored born both bottle bottles bottom bound boundary bow
        bowl box boxes boy boys branch branches brass brave bread break breakfast breaking breed brick bride
        bridge bright brightness broad broken brother brown brush bubble bubbles bucket buckets build builder
        building buildings built bull bunch bundle burger burning bus buses bush business busy but butter
        button buttons buying by cabinet cable cables cafe cage cake calendar calm camera camp camping can
        canal candid candle candy canvas cap captain capture captured captures capturing car card cards care
        careful carefully cargo carpet carries carry carrying cars cartoon cast casting castle casual cat
        catch catches catching cats cattle caught cave ceiling celebrating celebration cement center centre
        ceramic ceremony certain chain chains chair chairs chalk changing channel character characters charm
        charming chart chasing checking cheek cheese chef cherry chess chest chicken child children chips
        chocolate chopped chrome chunk church cigarette cinema circle circles circular citizens city classic
        classical classroom clay clean cleaning clear cleared clearly cliff climb climbing clip clock close
        closed closely cloth clothes clothing cloud clouds cluster coast coastal coat coconut coffee coil coin
        coins cold collar collection color colored colorful colors colour colours column columns comb comes
        comfortable comic coming commercial common compact companion company competition completely complex
        compose composed composition computer computers concept concert concrete cone confident construction
        container containers containing contains contemporary contrast control conversation cook cooked cookie
        cookies cooking cool copper cord corn corner corners costume costumes cotton couch could counter
        counters country couple court covered covering covers cow cozy crack cracked cracks craft crafted
        crate crazy cream creates creating creature creatures crew crisp crop cross crossed crossing crowd
        crowded crowds crown cruise crushed crying crystal cube cultural culture cup cups curious current
        curve curves cushion custom cut cute cutting cyber cycling cylinder daily dairy damaged damp dance
        dancing danger dark darkness dashboard date daughter dawn day days dead dear debris decade deck decks
        decor decorated decoration deep deeply deer defined delicate delicious delivery demon den dense depth
        desert design designed designer designs desk despite dessert destroyed detail detailed details
        detective device diagram dial diamond did diet different digital dim dining dinner dip directed
        direction directly dirt dirty disc discussion dish dishes displayed displaying displays distance
        distant distinct distinctive dive diver diverse divided diving do dock doctor does dog dogs doll
        dominant dominated done door doors dot dots double doubles down downtown dozen drag dragging dragon
        drain dramatic drawer drawing drawn dream dreams dress dressed dresses dressing drink drinking drinks
        drive driver driving drop drops drum dry dual duck due dug dull during dust dynamic each eager ear
        early ears earth east eat eating edge edges edition editorial effect effects efficient egg eggs eight
        either elder elderly electric electrical electronic elegant element elements elevated emerge emerging
        emotion emotional empire empty enclosed end endless energetic energy engaged engaging engine english
        enjoy enjoying enjoys enormous ensemble enter entering entire entirely entrance environment epic
        equipment era essence established even evening event every everyday everyone everything everywhere
        exact excited exercise exhibit exhibition exit exotic expensive exploring explosion exposed exposure
        express expression extended extending extends exterior extra extreme extremely eye eyes fabric face
        faced faces facial facing factory faint fair fairy faithful fall fallen falling falls familiar family
        famous fan fancy fans fantastic fantasy far farm fashion fast fat father feature features featuring
        feed feeding feeds feel feeling feet female fence festival few fiber fictional field fields fight
        fighter fighting fights figure figures files fill filled filling fills film filter final fine finger
        fingers finish finished fir fire fireplace firm first fish fishing fist fit fitted fitting five fixed
        fixture fixtures flag flags flame flames flash flat flavor flesh flies flight flip float floating
        flood floor floors flour flow flower flowers flowing fluid flying foam focus focused fog fold folding
        folk following follows font food foods foot football for foreground forest forests fork form formal
        formation formed forming forms formula fort forward four fox fragile frame frames free french
        frequently fresh fridge friend friendly friends from front frost frozen fruit fruits full fully fun
        functional funny fur furnished furniture further gallery game games garage garden gardens garlic gas
        gate gates gathered gathering gaze gear gem gems general generated generic gentle gently gesture gets
        getting ghost giant gift gifts ginger girl girls given gives giving glass glasses glimpse globe
        glorious gloves glow goal god gods goes going gold golden golf gorgeous government grace gradient
        grain grand grandfather grandmother granite graphic graphics grass gravel gray great green greenhouse
        grey grid grill grim grip groom ground grounds group growing grown grows growth guard guards guest
        guests guide guitar gun guns gym had hair half hall ham hammer hand handle handles hands handsome
        hanging happily happiness happy hard harmony harness harvest has hat hatch hats have having hay he
        head headed heading headphones heads healthy heart hearts heat heaven heavily heavy hedge heels height
        held helicopter helmet help helping her herbs here hero hers hidden hiding high highlight highlighted
        highlighting highlights highway hiking hill hills him hip hips his historic historical history hitting
        hockey holding holds hole holes holiday holy home hood hook hooks hop horizon horizontal horn horror
        horse horses hose hospital host hot hotel hour house houses how however huge hull human humans humor
        hung hunting hybrid i ice icon iconic icons idea identical if illustrated illustration illustrations
        image images immense impression impressive in inch includes including incredible indian indicate
        indicates indicating individual individuals indoor industrial infant influence information ingredients
        ink inner innocent innovative insect inside inspired installation installed instead instrument
        instruments intense interact interacting interest interior intersection intimate into intriguing
        inviting iron irregular is island islands isolated it italian item items its jacket jar jaw jazz jeans
        jersey jet jewelry join joint joints joy jug juice jump jumping jumps jungle junk just keeps key
        keyboard keys kick kicking kid kids killer kind king kingdom kiss kit kitchen knee knees knife known
        lab label labeled labels laboratory ladder ladies lady laid lake lamb lamp landing landmark landscape
        lane lanes language lap laptop large larger largest laser last late later laugh laughing laughter
        laundry lawn layer layers laying layout leader leading leaf lean learning least leather leaves leaving
        left leg legend legendary legs lemon length lens less lesson letter letters level library lid lies
        life lifted lifting light lighter lighting lightly lightning lights like likely lime limestone limited
        line linear lined lines lining lion lips liquid listening lit literal litter little live living loaded
        loading lobby local located location locked locker log logo logs long longer look looking looks loose
        lord lots loud lounge love loved lovely lovers loving low lower lowered lunch luxurious luxury lying
        machine machines macro made magazine magic magical magnificent mail main mainly major makes makeup
        making male mall man manga manner many map marathon marble march marine mark marked marker market
        marks married martial mask masked masks mass massive mast master mat match matching material mature
        may maze me meal meals meat mechanical medal media medical medieval meditation medium meeting member
        members memorial memory men menu mesh message metal metals meter method metro microphone microwave mid
        middle midnight might military milk mill millions mind mine mini minimal mint minute mirror mirrors
        mission mist mix mixed mixing mixture mobile mode model models modern modest moist moment monitor
        monkey monster monsters monument mood moon more morning most mostly mother mothers motion motor
        motorcycle mount mountain mountains mounted mouse mouth moved movement movements moves movie movies
        moving much mud multi multiple muscle muscles museum music musical musician musicians must my
        mysterious mystery myth nail nails naked name named names narrative narrow national native natural
        nature near nearby nearly neck neither nest net network neutral never new newly newspaper newspapers
        next nice night nine no noble nor north nose not notable note notebook notes noticeable novel nude
        number numbers numerous nun nurse oak object objects observation observe observing obstacle occupied
        ocean odd of off offer offering offers office officer officers official often oil oils old older olive
        on once one onion onions only onto open opened opening opens opera operating opponent opposing
        opposite or orange orb order ordinary organic organized orient oriented original other ought our ours
        out outdoor outdoors outer outfit outline outlined outside oven over overall overhead overlay own
        owner oxygen pack package packaging packed pad paddle page pages pain paint painted painter painting
        paintings pair palace pale palette palm pan panel panels pants paper papers parade parallel parents
        park parked parking part partial partially particles particular parties partly partner parts party
        passage passenger passengers passing past pasta paste patch patches path paths patio pattern patterns
        pause peaceful peak peaks pear peek peers pen pens people pepper perfect perfectly perform performance
        performers performing perhaps period person perspective pet pets phone phones photo photograph
        photographer photographs photography photos phrase physical piano pick picked picking pickup picture
        pictures pie piece pieces pier pig pile pillow pilot pin pine pink pins pipe pipes pistol pit pitch
        pitcher pixel pizza place placed places placing plain plan plane planes planet planets plant planted
        plants plastic plate plates platform platforms player players playground playing plays pleasant plum
        pocket pockets point pointed pointing points pole police polished pond pool pools poor popular
        population porch pork port portion portrait portrayed pose posed poses position positioned positions
        possible possibly post posted poster posters posts pot potato potatoes pour powder power powerful
        practical practice practicing prayer precious precise precision prepare prepared preparing presence
        present presentation presented presenting preserved press pressed pretty prey price priest primarily
        primary prime prince princess print prints prior private prize process produce product production
        products professional profile project projected prominent prop proper property props protective
        protest proud provides providing pub public pulled pulling pulls pulse pump punk puppy pure purple
        pursuit push pushed pushing puts putting puzzle quality quarter queen question quick quiet quite quote
        rabbit race races racing rack radio rail rails railway rain raise raised raises raising ramp ranch
        random range ranging rapid rare rather raw ray rays reach reaches reaching reading reads ready real
        realistic reality rear record recording rectangle red refined reflect reflected reflecting reflection
        reflects refrigerator region regular relationship relax relaxed relaxing relief religious remains
        remarkable remote removed render rendered rendering repair repeated repeating represent representation
        representing represents rescue residence resident residential resolution resort restaurant restaurants
        resting restored retail retro reveal revealing reveals reverse rhythm ribbon rice rich rider rides
        riding rifle right rim ring rings ripped rise rises rising ritual river rivers road roads robot robots
        rock rocket rocks rode role rolled roller rolling rolls romantic roof room rooms roots rope rose
        rotating rough round rounded route routine row rows royal rubber rug runner runners running runs rural
        rush rushing rust sad safe safety sail saint salad salmon salt same sand sandwich sat sauce scale
        scales scary scattered scenario scene scenes schedule scholar school scientific scientist score screen
        screens script scroll sea seal seam search season seat seats second seconds secret section secure
        security see seed seeds seeing seems seen segment selection selling semi senior sense separate
        sequence series serious served serves serving session set sets setting settled settlement setup seven
        several shade shades shadow shadows shake shaking shallow shape shaped shapes shared sharing shark
        sharp she shed sheep sheer sheet sheets shelf shell shells shelter shelves shield shift shine shiny
        ship shipping ships shirt shirts shock shoe shoes shoot shooting shop shopping shops shore short
        shortly shorts shot shots should shoulder shoulders shout show shower showing shown shows shut shy
        sick side sides sidewalk sigh sight sign signs silence silent silk silly silver similar simple simply
        since singing single sink sister site sites sits sitting situated situation six size sizes skate
        skeleton sketch ski skill skilled skills skin skirt skull sky sleep sleeping sleeve sleeves slice
        slices slide slides sliding slightly slim slope slow slowly small smaller smart smartphone smile
        smiles smiling smoke smoking smooth smoothly snack snacks snake snapshot snow so soap soccer social
        socks sofa soft soil solar soldier soldiers sole solid solo some sometimes somewhat son song soul
        sound soup sour source south southern space spacecraft spaces spacious spark sparse speaker speakers
        special species specific spectacular spectrum speech speed sphere spice spider spike spill spin spine
        spinning spiral spirit spirits spiritual splash split sporting sports spot spotlight spots spotted
        spray spread spreading spreads spring squad square squares stable stack stacked stacks stadium staff
        stage stainless stair stairs stall stamp stand standard standing stands star staring starring stars
        start starting state statement station statue stay steady steam steel steep steering stem stems
        stepping steps stick sticking sticks stiff still stir stocks stomach stone stones stood stop stopped
        stopping storage store stories storm story stove straight strange strap straw stream streams street
        streets strength stretch stretched stretching strict striking string strings strip strips stroke
        strong strongly structure structures student students studies studio studying stuff stuffed stunning
        sturdy style styled styles stylish subject subjects substance subtle subway such suggest suggesting
        suggests suit suits summer sun sunlight sunny sunset super supplies support supported supporting
        supports surf surface surgical surprised surround surrounded surrounding surroundings suspended
        suspension sweat sweeping sweet swept swift swim swimming swing switch sword symbol symbols system
        table tables tablet tackle tactical tag tags tail taken takes taking talking talks tall tan tank tanks
        tap tape target tart tasty tattoo taxi tea teacher team teams tear tears technical technique
        technology teenage teenager teenagers teeth telephone television temperature temple ten tender tennis
        tent terminal terrain test text texture textures than thanks that the theater theatre their them theme
        then there thermal these they thick thin thing things third this those though thoughtful thread
        threads three throne through throw throwing throws thumb thunder ticket tide tie tied ties tight
        tightly tile tiles tilt timber time tin tiny tip tips tire tired tires tissue title titled to toast
        toe toes together toilet tomato tomatoes tomb tone tones tongue too tool tools top topped torch torn
        total touch touches touching tough tour tourist tourists tournament toward towards towel tower towers
        town towns toy toys track tracks trade trading traditional traffic trail trailer trailing trails train
        training trains transformed transit transparent transport transportation trap trash travel travelers
        traveling tray treasure treats tree trees triangle tribal tribe trick tricks trim trio trip trophy
        tropical truck trucks true trunk try trying tube tubes tunnel turkey turned turning turns turtle tv
        twin twisted two typical ugly under underground underneath uniform uniforms union unique unit
        universal universe university unknown until unusual up upon upper upside urban us using usual utility
        vacation valley valve van vanilla variations varied variety various varying vast vegetable vegetables
        vehicle vehicles vendor vendors vertical very vessel vessels vest vibrant video videos view viewed
        viewer viewing views village villages villain vine vintage vinyl visible vision visitors visual
        visually vital vivid vulnerable waist wait waiting walking walks wall wallpaper walls wander war
        warehouse warm warmth warning warrior warriors was wash washed washing waste watch watches watching
        water waters wave waves wax we weapon weapons wearing wears weather web wedding weekend weight weights
        welcome welcoming well were west western wet what wheat wheel wheels when where which while whisk
        whistle white whites who whole whom whose why wide wider width wife wild wildlife will wind window
        windows wine wings winner winning winter wire wires wise witch with within without wizard wolf woman
        women wonder wonderful wood wooden woods wool word words worker workers working workout works workshop
        workspace world worlds worn worship would wound wrap wrapped wrapper wraps wreck wrist writes writing
        written yard yards yarn year years yellow yoga you young your youth zombie zone zoo zoom
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
